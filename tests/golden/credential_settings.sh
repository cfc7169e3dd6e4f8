#!/usr/bin/env bash
# Passwords in the settings of frameworks, also those that are words.
. "$(dirname "$0")/common.sh"
credentials <<'TEMPLATES'
=== src/main/resources/application.properties
spring.datasource.username=app
spring.datasource.password=@{config-file-password word}
spring.mail.password = @{config-file-password word}
spring.security.user.password=@{config-file-password word}
server.ssl.key-store-password=@{config-file-password word}
jwt.secret=@{generic-secret pw}
spring.cloud.config.password=ENC(abcdefghijk)
=== src/main/resources/application-prod.yml
spring:
  datasource:
    username: app
    password: @{config-file-password word}
  mail:
    password: "@{config-file-password word}"
=== WEB-INF/hibernate.cfg.xml
<property name="hibernate.connection.password">@{config-file-password word}</property>
=== context.xml
<Resource name="jdbc/app" username="app" password="@{config-file-password word}" driverClassName="x"/>
=== tomcat-users.xml
<user username="admin" password="@{config-file-password word}" roles="manager-gui"/>
=== beans.xml
<property name="password" value="@{named-value-password word}"/>
=== Web.config
<add key="Password" value="@{named-value-password word}"/>
<add key="SmtpPassword" value="@{named-value-password pw}" />
<add name="db" connectionString="Data Source=db;Initial Catalog=app;User ID=sa;Password=@{connection-string-password word}"/>
<network host="mail" userName="a" password="@{config-file-password word}"/>
<identity impersonate="true" userName="a" password="@{config-file-password word}"/>
=== appsettings.json
{"Smtp": {"Host": "mail", "Password": "@{config-file-password word}"}, "Jwt": {"Secret": "@{generic-secret pw}"}}
=== settings.xml
<servers><server><id>a</id><username>alice</username><password>@{config-file-password word}</password></server></servers>
=== gradle.properties
nexusPassword=@{config-file-password word}
signing.password=@{config-file-password word}
=== proj/settings.py
DATABASES = {'default': {'USER': 'app', 'PASSWORD': '@{config-file-password word}', 'HOST': ''}}
EMAIL_HOST_PASSWORD = '@{config-file-password word}'
SECRET_KEY = "@{generic-secret hard}"
DB = os.environ.get('DB_PASSWORD', '@{environment-default-password word}')
DB = os.getenv("DB_PASSWORD", "@{environment-default-password pw}")
DB = env("SMTP_PASSWORD", default="@{environment-default-password word}")
=== config/database.yml
production:
  username: app
  password: @{config-file-password word}
=== config/database.php
'password' => env('DB_PASSWORD', '@{environment-default-password word}'),
'password' => '@{config-file-password word}',
=== config/secrets.yml
  smtp_password: @{config-file-password word}
=== config/mail.js
pass: process.env.MAIL_PASS || '@{environment-default-password word}',
const p = process.env.DB_PASSWORD ?? "@{environment-default-password word}"
=== wp-config.php
define('DB_PASSWORD', '@{php-define-password word}');
define( "FTP_PASS", "@{php-define-password word}" );
=== configuration.php
public $password = '@{config-file-password word}';
public $smtppass = '@{config-file-password word}';
=== sites/default/settings.php
$databases['default']['default'] = array('username' => 'app', 'password' => '@{config-file-password word}');
=== config.inc.php
$cfg['Servers'][$i]['password'] = '@{config-file-password word}';
=== env.php
'db' => ['connection' => ['default' => ['password' => '@{config-file-password word}']]],
'crypt' => ['key' => '@{generic-key hex32}']
=== parameters.yml
parameters:
    database_password: @{config-file-password word}
    secret: @{generic-secret pw}
=== odoo.conf
admin_passwd = @{config-file-password word}
db_password = @{config-file-password word}
=== prometheus/alertmanager.yml
  smtp_auth_password: '@{config-file-password word}'
=== grafana.ini
[security]
admin_password = @{config-file-password word}
=== local.properties
storePassword=@{config-file-password word}
keyPassword=@{config-file-password pw}
=== Startup.cs
var c = new NetworkCredential("alice", "@{http-credentials-in-code word}");
=== mail.ini
smtp_password=@{config-file-password word}
TEMPLATES
