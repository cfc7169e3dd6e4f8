#!/usr/bin/env bash
# Authorization headers, sign-in calls and URLs, in every way code writes them.
. "$(dirname "$0")/common.sh"
credentials <<'TEMPLATES'
=== curl.sh
curl -u alice:@{curl-user-password word} https://api.internal/
curl -ualice:@{curl-user-password word} https://api.internal/
curl --user 'alice:@{curl-user-password pw}' https://api.internal/
curl -sSL --user="alice:@{curl-user-password pw}" https://api.internal/
curl -X POST \
  -u alice:@{curl-user-password pw} \
  https://api.internal/
curl -H "Authorization: Bearer @{http-bearer-authorization alnum40}" https://api.internal/
curl -H 'Authorization: Basic @{http-basic-authorization auth}' https://api.internal/
curl -H "X-Api-Key: @{generic-secret alnum32}" https://api.internal/
curl -H "X-Auth-Token: @{generic-secret alnum40}" https://api.internal/
curl -x http://alice:@{url-password word}@proxy.internal:3128 https://api.internal/
curl -U alice:@{curl-user-password word} -x proxy:1 https://api.internal/
curl --proxy-header "Proxy-Authorization: Basic @{http-basic-authorization auth}" https://a/
curl -b "session=1" --oauth2-bearer @{http-bearer-authorization alnum40} imaps://mail.internal
wget --header="Authorization: Bearer @{http-bearer-authorization alnum40}" https://api.internal/
=== requests.http
POST https://api.internal/v1
Authorization: Bearer @{http-bearer-authorization url50}
Proxy-Authorization: Basic @{http-basic-authorization auth}

GET https://api.internal/v2
Authorization: Basic alice:@{http-basic-clear-password pw}

GET https://api.internal/v3
Authorization: Basic bob @{http-basic-clear-password word}

GET https://api.internal/v4
Authorization: Token @{http-scheme-authorization hex40}
=== client.py
r = requests.get(u, auth=("alice", "@{python-auth-tuple word}"))
r = requests.get(u, auth=HTTPBasicAuth("alice", "@{http-credentials-in-code word}"))
headers = {"Authorization": "Bearer @{http-bearer-authorization alnum40}"}
headers["Authorization"] = "Basic @{http-basic-authorization auth}"
opener.addheaders = [("Authorization", "Basic @{http-basic-authorization auth}")]
s.headers.update({'X-API-KEY': '@{generic-secret alnum32}'})
s.login("alice@example.net", "@{login-call-password word}")
server.login('alice', '@{login-call-password pw}')
ftp = ftplib.FTP("ftp.internal", "alice", "@{database-connect-password word}")
client.connect("host", username="alice", password="@{generic-password word}")
conn = psycopg2.connect(host="db", user="app", password="@{generic-password word}")
base64.b64encode(b"alice:@{basic-credentials-in-code word}")
=== client.js
axios.get(u, { auth: { username: 'alice', password: '@{generic-password word}' } });
fetch(u, { headers: { "Authorization": "Basic " + btoa("alice:@{basic-credentials-in-code word}") } });
headers.set('Authorization', 'Bearer @{http-bearer-authorization alnum40}');
req.setRequestHeader("Authorization", "Basic @{http-basic-authorization auth}");
headers: { 'Authorization': `Bearer @{http-bearer-authorization alnum40}` },
request.auth('alice', '@{login-call-password word}');
Buffer.from('alice:@{basic-credentials-in-code pw}').toString('base64')
=== Client.java
conn.setRequestProperty("Authorization", "Basic @{http-basic-authorization auth}");
Credentials.basic("alice", "@{http-credentials-in-code word}");
new UsernamePasswordCredentials("alice", "@{http-credentials-in-code word}");
headers.setBasicAuth("alice", "@{http-credentials-in-code word}");
DriverManager.getConnection("jdbc:mysql://db/app", "app", "@{database-connect-password word}");
given().auth().preemptive().basic("alice", "@{http-credentials-in-code word}");
=== client.go
req.SetBasicAuth("alice", "@{http-credentials-in-code word}")
req.Header.Set("Authorization", "Bearer @{http-bearer-authorization alnum40}")
req.Header.Add("Proxy-Authorization", "Basic @{http-basic-authorization auth}")
auth := smtp.PlainAuth("", "alice", "@{http-credentials-in-code word}", "mail.internal")
u := url.UserPassword("alice", "@{http-credentials-in-code word}")
=== client.rb
req.basic_auth 'alice', '@{login-call-password word}'
request.basic_auth("alice", "@{login-call-password word}")
http_basic_authenticate_with name: "alice", password: "@{generic-password word}"
=== client.php
curl_setopt($ch, CURLOPT_USERPWD, "alice:@{basic-credentials-in-code word}");
curl_setopt($ch, CURLOPT_PROXYUSERPWD, 'alice:@{basic-credentials-in-code pw}');
mysqli_connect("localhost", "root", "@{database-connect-password word}", "app");
$db = new mysqli('localhost', 'app', '@{database-connect-password word}', 'app');
$db = new PDO("mysql:host=db;dbname=app", "app", "@{database-connect-password word}");
mysql_connect('db', 'app', '@{database-connect-password pw}');
ftp_login($c, "alice", "@{login-call-password word}");
=== api.postman_collection.json
{"auth": {"type": "basic", "basic": [
  {"key": "password", "value": "@{json-pair-secret pw}", "type": "string"},
  {"key": "username", "value": "alice", "type": "string"}]}}
{"key": "Authorization", "value": "Bearer @{http-bearer-authorization alnum40}"}
{"key": "Authorization", "value": "Basic @{http-basic-authorization auth}"}
{"auth": {"type": "bearer", "bearer": [{"key": "token", "value": "@{json-pair-secret alnum40}", "type": "string"}]}}
{"key": "x-api-key", "value": "@{json-pair-secret alnum40}"}
=== openapi.yaml
      example: Bearer @{http-bearer-authorization alnum40}
      - in: header
        name: Authorization
        example: "Basic @{http-basic-authorization auth}"
=== urls.txt
postgres://app:@{database-url-password word}@db.internal/app
mongodb+srv://app:@{database-url-password pw}@c.internal/app
amqp://app:@{database-url-password word}@mq.internal:5672/v
mqtt://dev:@{url-password word}@mq.internal
smtp://alice%40a.net:@{url-password pw}@mail.internal:587
socks5h://alice:@{url-password word}@proxy.internal:1080
jdbc:postgresql://db/app?user=app&password=@{jdbc-url-password word}
jdbc:oracle:thin:app/@{jdbc-oracle-password word}@db.internal:1521:orcl
Server=db;Database=app;User Id=sa;Password=@{connection-string-password word};
Driver={ODBC Driver 17};Server=db;UID=sa;PWD=@{connection-string-password word}
AccountEndpoint=https://a.documents.azure.com:443/;AccountKey=@{azure-account-key b64-86}==;
ldap://cn=admin:@{url-password pw}@ldap.internal
sqlplus system/@{jdbc-oracle-password word}@db.internal/orcl
TEMPLATES
