#!/usr/bin/env bash
# The files in which developers and systems keep credentials: each is found at
# its place, by the rule that knows the file, and placeholders are not.
. "$(dirname "$0")/common.sh"
credentials <<'TEMPLATES'
=== home/.netrc
machine api.example.net login alice password @{netrc-password pw}
machine git.example.net
  login bob@example.net
  password @{netrc-password hard}
machine ftp.example.net login carol account dev password @{netrc-password word}
default login anonymous password @{netrc-password pw}
=== home/_netrc
machine files.example.net
login dave
password @{netrc-password pw}
=== home/.npmrc
registry=https://npm.example.net/
//npm.example.net/:_authToken=@{npm-registry-auth alnum36}
//npm.example.net/:_auth=@{npm-registry-auth auth}
//npm.example.net/:username=alice
//npm.example.net/:_password=@{npm-registry-auth enc}
_auth = "@{npm-registry-auth auth}"
=== home/.yarnrc.yml
npmRegistries:
  "https://npm.example.net":
    npmAlwaysAuth: true
    npmAuthIdent: "alice:@{yarn-registry-auth pw}"
  "https://other.example.net":
    npmAuthToken: @{yarn-registry-auth uuid}
=== home/.pypirc
[distutils]
index-servers = internal
[internal]
repository = https://pypi.example.net/
username = alice
password = @{pypirc-password word}
=== home/.git-credentials
https://alice:@{url-password pw}@git.internal
https://bob%40example.net:@{url-password word}@code.internal:8443
=== home/.pgpass
db.example.net:5432:app:alice:@{pgpass-password pw}
*:*:*:postgres:@{pgpass-password word}
10.0.0.5:5433:*:bob:@{pgpass-password hard}
reports.example.net:25060:reports:carol:@{pgpass-password pw}
=== home/.davfs2/secrets
# nextcloud
https://cloud.internal/remote.php/dav alice @{davfs2-password pw}
/home/alice/dav  "alice b"  @{davfs2-password word}
/media/dav  bob  "@{davfs2-password hard}"   # the old one
=== etc/davfs2/secrets
# davfs2 secrets file  2009-10-18
# Each line consists of two or three items separated by spaces or tabs.
# If an item contains one of the characters space, tab, #, \ or ", this
# character must be escaped by a preceding \. Alternatively, the item
# may be enclosed in double quotes. (see also the davfs2.conf (5) man page)
"https://dav.internal/my files" alice @{davfs2-password pw}
=== home/.my.cnf
[client]
user=root
password=@{generic-password word}
[mysqldump]
password = "@{generic-password pw}"
=== home/.s3cfg
[default]
access_key = ABC
secret_key = @{aws-secret-access-key b64-40}
gpg_passphrase = @{generic-password word}
=== home/.boto
[Credentials]
gs_access_key_id = GOOG
gs_secret_access_key = @{aws-secret-access-key b64-40}
=== home/.aws/credentials
[default]
cli_alias = @{- up8}
aws_secret_access_key = @{aws-secret-access-key b64-40}
=== home/.config/gcloud/application_default_credentials.json
{
  "client_id": "764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.googleusercontent.com",
  "client_secret": "@{generic-secret alnum24}",
  "type": "authorized_user"
}
=== home/.azure/accessTokens.json
[{"tokenType": "Bearer", "refreshToken": "@{generic-secret url200}", "resource": "https://management.core.windows.net/"}]
=== home/.azure/service_principal_entries.json
[{"client_id": "@{- uuid}", "tenant": "@{- uuid}", "client_secret": "@{generic-secret url34}"}]
=== home/.htpasswd
alice:@{shadow-password-hash apr1}
bob:{SHA}@{ldap-password-hash b64-27}=
=== etc/shadow
root:!:19000:0:99999:7:::
alice:@{shadow-password-hash sha512}:19000:0:99999:7:::
=== home/.bashrc
export PATH=$PATH:$HOME/bin
export GITHUB_PASSWORD=@{generic-password word}
export DEPLOY_API_TOKEN="@{generic-secret alnum28}"
alias db='mysql -uroot -p@{mysql-command-password pw} app'
export http_proxy=http://alice:@{url-password pw}@proxy.internal:3128
=== home/.zshenv
export DB_PASS='@{generic-password word}'
=== home/.config/fish/config.fish
set -gx ARTIFACTORY_PASSWORD @{generic-password word}
set -x SLACK_SECRET "@{generic-secret pw}"
=== project/.env
APP_NAME=demo
DB_PASSWORD=@{generic-password word}
DB_PASS=@{generic-password word}
MAIL_PASSWORD="@{generic-password word}"
REDIS_AUTH=@{generic-secret pw}
APP_SECRET=@{generic-secret hex32}
STRIPE_KEY=
SESSION_KEY=@{generic-secret pw}
=== project/.env.production
SMTP_PASS="@{mail-client-password word}"
ADMIN_PWD=@{generic-password word}
=== project/.vscode/sftp.json
{
    "name": "My Server",
    "host": "ftp.example.net",
    "protocol": "sftp",
    "username": "deploy",
    "password": "@{generic-password word}",
    "passphrase": "@{generic-password word}",
    "remotePath": "/"
}
=== project/.ftpconfig
{
    "protocol": "ftp",
    "host": "ftp.example.net",
    "user": "deploy",
    "pass": "@{generic-password word}",
    "passphrase": "@{generic-password word}"
}
=== project/sftp-config.json
{
    // sublime sftp
    "type": "sftp",
    "password": "@{generic-password pw}",
}
=== project/.remote-sync.json
{ "hostname": "ftp.example.net", "username": "x", "password": "@{generic-password word}", "transport": "scp" }
=== project/deployment-config.json
{ "type": "ftp", "host": "h", "user": "u", "password": "@{generic-password word}" }
=== project/.idea/webServers.xml
<component name="WebServers"><option name="servers"><webServer id="a" name="b" url="http://x">
<fileTransfer host="ftp.example.net" port="21" password="@{generic-password hex64}" username="deploy">
</webServer></option></component>
=== home/.config/filezilla/sitemanager.xml
<Server><Host>ftp.example.net</Host><Port>21</Port><User>alice</User>
<Pass encoding="base64">@{filezilla-site-password enc}</Pass></Server>
<Server><Pass>@{filezilla-site-password word}</Pass></Server>
=== home/recentservers.xml
<Server><Pass>@{filezilla-site-password pw}</Pass></Server>
=== home/WinSCP.ini
[Sessions\deploy@example.net]
HostName=example.net
UserName=deploy
Password=@{generic-password HEX60}
=== home/.config/dbeaver/credentials-config.json
{"mysql8-1": {"#connection": {"user": "root", "password": "@{generic-password word}"}}}
=== home/.dbeaver-data-sources.xml
<connection user="sa" password="@{generic-password word}" host="db"/>
=== home/connections.ncx
<Connection ConnectionName="db" UserName="root" Password="@{generic-password HEX60}" SavePassword="true"/>
=== home/.config/pgadmin/servers.json
{"Servers": {"1": {"Name": "db", "Username": "postgres", "Password": "@{generic-password word}"}}}
=== home/robomongorc
{"databaseName":"admin","mechanism":"SCRAM-SHA-1","userName":"root","userPassword":"@{generic-password word}"}
=== home/passwords.csv
url,username,password
https://example.net/,alice,@{exported-password word}
https://shop.example.net/login,bob@example.net,@{exported-password pw}
=== home/Chrome Passwords.csv
name,url,username,password,note
example.net,https://example.net/,alice,@{exported-password word},
shop,https://shop.example.net/a,bob@example.net,@{exported-password pw},my note
=== dump.sql
INSERT INTO `users` (`id`,`name`,`email`,`password`) VALUES
(1,'alice','alice@example.net','@{bcrypt-hash bcrypt}'),
(2,'bob','bob@example.net','@{sql-dump-password-hash hex32}'),
(3,'carol','carol@example.net','@{sql-dump-password-hash hex40}');
INSERT INTO users (login, passwd) VALUES ('dave', MD5('@{sql-dump-password word}'));
CREATE USER 'app'@'%' IDENTIFIED BY '@{sql-user-password word}';
GRANT ALL PRIVILEGES ON app.* TO 'app'@'localhost' IDENTIFIED BY '@{sql-user-password word}' WITH GRANT OPTION;
SET PASSWORD FOR 'app'@'localhost' = PASSWORD('@{sql-dump-password pw}');
ALTER USER app WITH ENCRYPTED PASSWORD '@{sql-user-password word}';
CREATE LOGIN app WITH PASSWORD = N'@{sql-user-password hard}';
CREATE USER app IDENTIFIED WITH mysql_native_password AS '*@{mysql-native-hash HEX40}';
ALTER ROLE app PASSWORD 'SCRAM-SHA-256$4096:@{- b64-22}==$@{- b64-43}=:@{- b64-43}=';
TEMPLATES
