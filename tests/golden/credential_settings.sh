#!/usr/bin/env bash
# Passwords in the settings of frameworks, also those that are words.
. "$(dirname "$0")/common.sh"
credentials <<'TEMPLATES'
=== src/main/resources/application.properties
spring.datasource.username=app
spring.datasource.password=@{generic-password word}
spring.mail.password = @{generic-password word}
spring.security.user.password=@{generic-password word}
server.ssl.key-store-password=@{generic-password word}
jwt.secret=@{generic-secret pw}
spring.cloud.config.password=ENC(abcdefghijk)
=== src/main/resources/application-prod.yml
spring:
  datasource:
    username: app
    password: @{generic-password word}
  mail:
    password: "@{generic-password word}"
=== WEB-INF/hibernate.cfg.xml
<property name="hibernate.connection.password">@{generic-password word}</property>
=== context.xml
<Resource name="jdbc/app" username="app" password="@{generic-password word}" driverClassName="x"/>
=== tomcat-users.xml
<user username="admin" password="@{generic-password word}" roles="manager-gui"/>
=== beans.xml
<property name="password" value="@{named-value-password word}"/>
=== Web.config
<add key="Password" value="@{named-value-password word}"/>
<add key="SmtpPassword" value="@{named-value-password pw}" />
<add name="db" connectionString="Data Source=db;Initial Catalog=app;User ID=sa;Password=@{connection-string-password word}"/>
<network host="mail" userName="a" password="@{generic-password word}"/>
<identity impersonate="true" userName="a" password="@{generic-password word}"/>
=== appsettings.json
{"Smtp": {"Host": "mail", "Password": "@{generic-password word}"}, "Jwt": {"Secret": "@{generic-secret pw}"}}
=== settings.xml
<servers><server><id>a</id><username>alice</username><password>@{generic-password word}</password></server></servers>
=== gradle.properties
nexusPassword=@{generic-password word}
signing.password=@{generic-password word}
=== proj/settings.py
DATABASES = {'default': {'USER': 'app', 'PASSWORD': '@{generic-password word}', 'HOST': ''}}
EMAIL_HOST_PASSWORD = '@{generic-password word}'
SECRET_KEY = "@{generic-secret hard}"
DB = os.environ.get('DB_PASSWORD', '@{environment-default-password word}')
DB = os.getenv("DB_PASSWORD", "@{environment-default-password pw}")
DB = env("SMTP_PASSWORD", default="@{environment-default-password word}")
=== config/database.yml
production:
  username: app
  password: @{generic-password word}
=== config/database.php
'password' => env('DB_PASSWORD', '@{environment-default-password word}'),
'password' => '@{generic-password word}',
=== config/secrets.yml
  smtp_password: @{generic-password word}
=== config/mail.js
pass: process.env.MAIL_PASS || '@{environment-default-password word}',
const p = process.env.DB_PASSWORD ?? "@{environment-default-password word}"
=== wp-config.php
define('DB_PASSWORD', '@{php-define-password word}');
define( "FTP_PASS", "@{php-define-password word}" );
=== configuration.php
public $password = '@{generic-password word}';
public $smtppass = '@{generic-password word}';
=== sites/default/settings.php
$databases['default']['default'] = array('username' => 'app', 'password' => '@{generic-password word}');
=== config.inc.php
$cfg['Servers'][$i]['password'] = '@{generic-password word}';
=== env.php
'db' => ['connection' => ['default' => ['password' => '@{generic-password word}']]],
'crypt' => ['key' => '@{magento-crypt-key hex32}']
=== parameters.yml
parameters:
    database_password: @{generic-password word}
    secret: @{generic-secret pw}
=== odoo.conf
admin_passwd = @{generic-password word}
db_password = @{generic-password word}
=== prometheus/alertmanager.yml
  smtp_auth_password: '@{generic-password word}'
=== grafana.ini
[security]
admin_password = @{generic-password word}
=== local.properties
storePassword=@{generic-password word}
keyPassword=@{generic-password pw}
=== Startup.cs
var c = new NetworkCredential("alice", "@{http-credentials-in-code word}");
=== mail.ini
smtp_password=@{generic-password word}
TEMPLATES
