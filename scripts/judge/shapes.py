"""Configuration as people write it, with secrets and with what only looks so.

Made from templates, the same for the same seed. A template's {key} names a
secret, {value} is one, or is not.
"""
import random
import string

TEMPLATES = [
    # environment, shell, make, Dockerfile, compose
    "{KEY}={value}", "export {KEY}={value}", 'export {KEY}="{value}"', "{KEY}='{value}'",
    "ENV {KEY} {value}", "ENV {KEY}={value}", "ARG {KEY}={value}", "set {KEY}={value}",
    "      - {KEY}={value}", "      {KEY}: {value}", '      {KEY}: "{value}"',
    "{KEY} := {value}", "docker run -e {KEY}={value} app", "#{KEY}={value}",
    # YAML, properties, INI, TOML
    "{key}: {value}", "  {key}: '{value}'", '    {key}: "{value}"', "  # {key}: {value}",
    "- name: {KEY}\n  value: {value}", '- name: {KEY}\n  value: "{value}"',
    "spring.datasource.{key}={value}", "app.{key} = {value}", "{key} = {value}",
    '{key} = "{value}"', ";{key} = {value}", "{key}={value}", "{key} {value}",
    "user=app\n{key}={value}\nhost=localhost", "username: app\n{key}: {value}",
    # JSON, XML, plist
    '"{key}": "{value}",', '{{"user": "app", "{key}": "{value}"}}', "  \"{camel}\": \"{value}\"",
    '{{\\"{key}\\":\\"{value}\\"}}', "<{camel}>{value}</{camel}>",
    '<property name="{key}" value="{value}"/>', '<add key="{camel}" value="{value}" />',
    '<entry key="{key}">{value}</entry>', '<user username="app" {key}="{value}" roles="a"/>',
    "<key>{camel}</key>\n<string>{value}</string>",
    # programs
    'const {camel} = "{value}";', "let {camel} = '{value}'", '{key} = "{value}"', "{KEY} = '{value}'",
    "'{key}' => '{value}',", "define('{KEY}', '{value}');", "${key} = '{value}';",
    'private static final String {KEY} = "{value}";', 'String {camel} = "{value}";',
    'var {camel} string = "{value}"', '{camel} := "{value}"', '{Camel}: "{value}",',
    "  {camel}: '{value}',", 'self.{key} = "{value}"', 'config.{key} = "{value}"',
    'client.login("app", "{value}")', 'set{Camel}("{value}")', 'connect(user="app", {key}="{value}")',
    'os.environ.get("{KEY}", "{value}")', 'process.env.{KEY} || "{value}"', "${{{KEY}:-{value}}}",
    'variable "{key}" {{\n  default = "{value}"\n}}', "#define {KEY} \"{value}\"",
    # commands, SQL, notes
    "tool --user app --{dashed} {value}", "tool --{dashed}={value} --verbose",
    "curl https://example.invalid/x?{key}={value}&page=2", "CREATE USER app IDENTIFIED BY '{value}';",
    "ALTER ROLE app WITH PASSWORD '{value}';", "INSERT INTO t (id, {key}) VALUES (1, '{value}');",
    "INSERT INTO t (id, {key}) VALUES (1, ''), (2, '{value}');", "id,{key}\n1,{value}",
    "user\t{key}\thost\napp\t{value}\tlocalhost", "Authorization: Bearer {value}",
    "ALTER USER app IDENTIFIED BY {value};", 'curl -H "X-{dashed}: {value}" https://example.invalid/x',
    "# the {words} is {value}", "{words}: {value}", "| {words} | {value} |", "Default {words}: `{value}`",
]
PASSWORD = ["password", "passwd", "pass", "db_password", "user_password", "admin_password",
            "mysql_password", "smtp_password", "root_password", "ldap_pwd", "redis_pass"]
TOKEN = ["api_key", "secret", "secret_key", "access_token", "auth_token", "client_secret",
         "api_token", "token", "jwt_secret", "encryption_key", "app_key", "signing_key",
         "consumer_secret", "private_token", "service_key", "webhook_secret"]
NOT = ["${{{KEY}}}", "$({key})", "{{{{ {key} }}}}", "<{dashed}>", "<your-{dashed}>", "your_{key}",
       "your-{dashed}-here", "YOUR_{KEY}", "{key}", "{camel}", "{KEY}", "xxxxxxxx", "XXXXXXXXXXXX",
       "********", "..........", "changeme", "change-me", "CHANGE_ME", "replace-me", "todo",
       "placeholder", "insert-{dashed}-here", "example", "none", "null", "true", "false",
       "undefined", "required", "optional", "disabled", "hidden", "[REDACTED]", "%s", "{{0}}", "$1",
       "$PASSWORD", "env:{KEY}", "file:/run/secrets/{key}", "/run/secrets/{key}", "./{key}.txt",
       "vault:secret/data/app#{key}", "arn:aws:x:y:z:{dashed}", "get_{key}()", "self.{key}",
       "options.{camel}", "request.form['{key}']", "os.environ['{KEY}']", "string", "String",
       "str", "text", "varchar(255)", "bytes", "input", "field", "label", "Password",
       "Enter your {words}", "Forgot {words}?", "The {words} is wrong", "{words} must be set",
       "12345678-1234-1234-1234-123456789012", "2024-01-02T03:04:05Z", "3600", "30m", "1.2.3",
       "https://example.invalid/{key}", "user@example.invalid", "main", "default", "primary",
       "sha256", "RS256", "bearer", "basic", "{key}_field", "{key}-input", "#{key}", ".{key}", "--{dashed}"]


def _names(key):
    parts = key.split("_")
    camel = parts[0] + "".join(p.capitalize() for p in parts[1:])
    return {"key": key, "KEY": key.upper(), "camel": camel, "Camel": camel[0].upper() + camel[1:],
            "dashed": "-".join(parts), "words": " ".join(parts)}


def _password(words, rng):
    word = rng.choice(words)
    form = rng.randrange(8)
    if form < 2:
        return word
    if form < 4:
        return word + str(rng.randrange(10, 2030))
    if form == 4:
        return word.capitalize() + rng.choice("!@#$%&*?") + str(rng.randrange(1000))
    if form == 5:
        return word + rng.choice("-_.") + rng.choice(words)
    if form == 6:
        return word.translate(str.maketrans("aeios", "43105")) + rng.choice("!#1")
    signs = string.ascii_letters + string.digits + "!@#%^*-_+=?"
    return "".join(rng.choices(signs, k=rng.randint(8, 20)))


def _token(rng):
    alphabet = rng.choice([string.ascii_letters + string.digits, string.hexdigits[:16],
                           string.ascii_letters + string.digits + "-_",
                           string.ascii_letters + string.digits + "+/",
                           string.ascii_lowercase + string.digits,
                           string.ascii_uppercase + string.digits])
    size = rng.choice([12, 15, 16, 18, 20, 24, 28, 32, 36, 40, 48, 64])
    return "".join(rng.choices(alphabet, k=size)) + rng.choice(["", "", "", "=", "=="])


def make(words, count, seed):
    """(text, value, whether it is a secret), `count` of each kind."""
    rng = random.Random(seed)
    for secret in (True, False):
        for _ in range(count):
            key = rng.choice(PASSWORD if rng.random() < .5 else TOKEN)
            names = _names(key)
            if not secret:
                value = rng.choice(NOT).format(**names)
            elif key in PASSWORD and rng.random() < .75:
                value = _password(words, rng)
            else:
                value = _token(rng)
            template = rng.choice(TEMPLATES)
            yield template.format(value=value, **names), value, secret
