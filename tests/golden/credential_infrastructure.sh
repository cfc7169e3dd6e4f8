#!/usr/bin/env bash
# Secrets of containers and infrastructure: Docker, compose, Kubernetes, Helm,
# Terraform, Ansible, Redis, signed URLs, installers, pipelines, package tools.
. "$(dirname "$0")/common.sh"
credentials <<'TEMPLATES'
=== .docker/config.json
{
  "auths": {
    "https://index.docker.io/v1/": {"auth": "@{docker-config-auth auth}"},
    "registry.internal": {
      "username": "alice",
      "password": "@{generic-password word}",
      "email": "a@example.net"
    },
    "ghcr.internal": {"identitytoken": "@{docker-identity-token url60}"}
  }
}
=== .dockercfg
{"https://index.docker.io/v1/": {"auth": "@{docker-config-auth auth}", "email": "a@example.net"}}
=== Dockerfile
FROM debian:12
ARG NPM_TOKEN=@{dockerfile-secret alnum30}
ENV DB_PASSWORD @{dockerfile-secret word}
ENV DB_PASS=@{dockerfile-secret word} DB_USER=app
ENV APP_USER=app APP_PASSWORD="@{dockerfile-secret word}"
ENV MYSQL_ROOT_PASSWORD=@{dockerfile-secret word}
RUN echo 'root:@{chpasswd-password word}' | chpasswd
RUN echo "deploy:@{chpasswd-password pw}" | chpasswd -c SHA512
RUN useradd -m app && echo "@{chpasswd-password word}" | passwd --stdin app
RUN curl -u deploy:@{curl-user-password pw} -O https://files.internal/a.tgz
RUN pip install --extra-index-url https://ci:@{url-password pw}@pypi.internal/simple demo
RUN git clone https://oauth2:@{url-password alnum20}@git.internal/a.git
RUN wget --user=ci --password=@{wget-password word} https://files.internal/b.tgz
RUN wget --http-user ci --http-password '@{wget-password pw}' https://files.internal/b.tgz
RUN mysql -uroot -p@{mysql-command-password word} app
RUN PGPASSWORD=@{environment-command-password word} psql -h db -U app
RUN export MYSQL_PWD=@{environment-command-password pw} && mysqldump app
RUN smbclient //srv/a -U me%@{smb-command-password word}
RUN docker login -u me -p @{docker-login-password word} registry.internal
RUN npm config set //npm.internal/:_authToken @{npm-registry-auth alnum36}
RUN aws configure set aws_secret_access_key @{aws-secret-access-key b64-40}
RUN subscription-manager register --username me --password @{tool-option-password word}
RUN az login --service-principal -u app -p @{tool-option-password url34} --tenant t
=== docker-compose.yml
services:
  db:
    image: mysql:8
    environment:
      MYSQL_ROOT_PASSWORD: @{generic-password word}
      MYSQL_PASSWORD: "@{generic-password word}"
      POSTGRES_PASSWORD: '@{generic-password pw}'
  app:
    environment:
      - DB_PASSWORD=@{generic-password word}
      - "SECRET_KEY=@{generic-secret alnum30}"
      - REDIS_URL=redis://:@{database-url-password pw}@cache:6379/0
    command: redis-server --requirepass @{redis-server-password word}
  mail:
    command: ["redis-server", "--requirepass", "@{redis-server-password pw}"]
=== redis.conf
port 6379
requirepass @{redis-server-password word}
masterauth @{redis-server-password pw}
user alice on >@{redis-server-password word} ~* +@all
# requirepass foobared
=== users.acl
user default on >@{redis-server-password pw} ~* &* +@all
=== k8s/secret.yaml
apiVersion: v1
kind: Secret
metadata:
  name: db
type: Opaque
data:
  password: @{kubernetes-secret-data enc}
  DB_USER: YXBw
stringData:
  admin-password: @{kubernetes-secret-string word}
  api.token: "@{kubernetes-secret-string alnum30}"
=== k8s/docker-secret.yaml
apiVersion: v1
kind: Secret
type: kubernetes.io/basic-auth
stringData:
  username: admin
  password: @{kubernetes-secret-string word}
=== k8s/secret.json
{"apiVersion": "v1", "kind": "Secret", "data": {"password": "@{generic-password enc}", "username": "YWRtaW4="}}
=== k8s/deployment.yaml
spec:
  containers:
    - name: app
      env:
        - name: DB_PASSWORD
          value: @{kubernetes-env-secret pw}
        - name: DB_PASS
          value: "@{kubernetes-env-secret word}"
=== kube/config
apiVersion: v1
kind: Config
users:
- name: alice
  user:
    token: @{generic-secret alnum40}
- name: bob
  user:
    username: bob
    password: @{generic-password word}
=== kube/kubeconfig
users:
- name: admin
  user:
    username: admin
    password: @{generic-password word}
=== chart/values.yaml
auth:
  rootPassword: @{generic-password word}
  password: "@{generic-password word}"
  replicationPassword: ""
mysql:
  mysqlPassword: @{generic-password pw}
adminPassword: @{generic-password word}
existingSecret: my-secret
=== chart/values-prod.yaml
postgresql: { postgresqlPassword: @{generic-password word} }
=== infra/terraform.tfvars
db_password = "@{generic-password word}"
admin_pass  = "@{generic-password word}"
api_token   = "@{generic-secret alnum32}"
region      = "eu-west-1"
=== infra/main.tf
variable "db_password" {
  type    = string
  default = "@{terraform-variable-default word}"
}
variable "api_token" {
  description = "token of the API"
  sensitive = true
  default = "@{terraform-variable-default alnum32}"
}
resource "aws_db_instance" "db" {
  username = "app"
  password = "@{generic-password word}"
  master_password = "@{generic-password word}"
}
=== infra/terraform.tfstate
{
  "resources": [{"type": "aws_db_instance", "instances": [{"attributes": {
    "password": "@{generic-password word}",
    "master_password": "@{generic-password word}"
  }}]},
  {"type": "random_password", "instances": [{"attributes": {
    "bcrypt_hash": "@{bcrypt-hash bcrypt}",
    "length": 16,
    "result": "@{terraform-random-password hard}",
    "special": true
  }}]}],
  "outputs": {"db_password": {"value": "@{terraform-output-secret pw}", "type": "string", "sensitive": true}}
}
=== ansible/hosts
[db]
db1 ansible_host=10.0.0.1 ansible_user=root ansible_ssh_pass=@{ansible-password word}
db2 ansible_become_password='@{ansible-password word}'
[db:vars]
ansible_password=@{ansible-password pw}
=== ansible/group_vars/all.yml
ansible_become_pass: "@{ansible-password word}"
ansible_sudo_pass: @{ansible-password word}
mysql_root_password: @{generic-password word}
=== ansible/vars/main.yml
admin_password: "@{generic-password word}"
=== sas.txt
https://acct.blob.core.windows.net/c/b?sv=2022-11-02&ss=b&srt=sco&sp=rwd&se=2030-01-01T00:00:00Z&st=2024-01-01T00:00:00Z&spr=https&sig=@{azure-sas-signature alnum43}%3D
=== presigned.txt
https://b.s3.amazonaws.com/k?AWSAccessKeyId=X&Expires=1700000000&Signature=@{aws-presigned-url-v2 alnum27}%3D
https://storage.googleapis.com/b/o?GoogleAccessId=a@b.iam.gserviceaccount.com&Expires=1700000000&Signature=@{gcp-signed-url-v2 alnum200}%3D
https://storage.googleapis.com/b/o?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=a&X-Goog-Signature=@{gcp-signed-url hex512}
=== deploy.sh
kubectl create secret generic db --from-literal=password=@{generic-password word} --from-literal=user=a
helm install app ./chart --set auth.password=@{generic-password word},a=b
docker run -d -e MYSQL_ROOT_PASSWORD=@{generic-password word} -e A=b mysql
docker run --env POSTGRES_PASSWORD=@{generic-password word} postgres
docker build --build-arg NPM_TOKEN=@{generic-secret alnum30} .
ansible-playbook -e ansible_password=@{ansible-password word} a.yml
terraform apply -var db_password=@{generic-password word}
terraform apply -var 'db_password=@{generic-password word}'
oc new-app -p ADMIN_PASSWORD=@{generic-password word} -p X=y
=== home/.wgetrc
password = @{generic-password word}
=== home/.msmtprc
account default
user alice
password @{generic-password word}
=== home/.fetchmailrc
poll mail.internal proto imap user "alice" password "@{generic-password word}"
=== etc/smbcredentials
username=alice
password=@{generic-password word}
=== home/.config/rclone/rclone.conf
[a]
type = sftp
pass = @{generic-password url43}
=== home/.config/gh/hosts.yml
github.com:
    oauth_token: gho_@{- low2}
=== home/.composer/auth.json
{"http-basic": {"repo.internal": {"username": "alice", "password": "@{generic-password word}"}}}
=== NuGet.Config
<add key="Username" value="a" /><add key="ClearTextPassword" value="@{named-value-password word}" />
=== home/.bundle/config
BUNDLE_GEMS__INTERNAL: "alice:@{bundle-password word}"
=== home/.sbt/.credentials
realm=a
host=b
user=c
password=@{generic-password word}
=== home/.cargo/credentials.toml
[registries.internal]
token = "@{generic-secret alnum32}"
=== .github/workflows/ci.yml
env:
  POSTGRES_PASSWORD: @{generic-password word}
services: {db: {env: {MYSQL_ROOT_PASSWORD: "@{generic-password word}"}}}
=== .gitlab-ci.yml
variables:
  MYSQL_ROOT_PASSWORD: @{generic-password word}
=== .travis.yml
env: DB_PASSWORD=@{generic-password word}
=== playbook.yml
- mysql_user: name=app password=@{generic-password word} state=present
=== config.toml
[database]
password = "@{generic-password word}"
=== nginx.conf
proxy_set_header Authorization "Basic @{http-basic-authorization auth}";
=== Vagrantfile
config.ssh.password = "@{generic-password word}"
=== Jenkinsfile
environment { DB_PASSWORD = '@{generic-password word}' }
=== preseed.cfg
d-i passwd/root-password password @{preseed-password word}
d-i passwd/user-password-again password @{preseed-password word}
=== ks.cfg
rootpw --plaintext @{preseed-password word}
user --name=a --password=@{preseed-password word} --plaintext
=== cloud-init.yaml
#cloud-config
password: @{generic-password word}
TEMPLATES
