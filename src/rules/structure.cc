#include "rules/structure.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

#include "base/characters.h"
#include "rules/decode.h"
#include "rules/json_fields.h"
#include "rules/key_armor.h"
#include "rules/kind_table.h"
#include "rules/structure_format.h"
#include "rules/structure_key.h"
#include "rules/structure_store.h"

// A kind is one line of a table: its name, a function that says whether a token
// is one, and whether being one proves anything. All of them read bytes that
// anybody can have written: each is bounded by the token's size.

namespace gitward {
namespace {

bool is_digits(ByteView text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return is_digit(c); });
}

bool is_of(ByteView text, std::string_view alphabet) {
  return text.find_first_not_of(alphabet) == ByteView::npos;
}

constexpr std::string_view kHexDigits = "0123456789abcdef";

// Behind the last of the prefixes that the token has.
ByteView behind(ByteView token, std::initializer_list<ByteView> prefixes) {
  for (const ByteView prefix : prefixes) {
    if (token.starts_with(prefix)) return token.substr(prefix.size());
  }
  return token;
}

std::string decoded(ByteView text) {
  return decode_base64(text).value_or("");
}

bool decodes_to(ByteView text, std::size_t size) {
  const auto bytes = decode_base64(text);
  return bytes && bytes->size() == size;
}

bool holds_json(ByteView encoded, std::initializer_list<ByteView> names) {
  const std::string text = decoded(encoded);  // The fields are views of it.
  const auto fields = JsonFields::parse(text);
  return fields && std::all_of(names.begin(), names.end(), [&](ByteView name) {
           return fields->has(name);
         });
}

bool is_ansible_vault(ByteView token) {
  std::string body;
  bool first = true;
  for (const std::string& line : unescaped_lines(token)) {
    if (!first) {
      std::copy_if(line.begin(), line.end(), std::back_inserter(body),
                   [](char c) { return c != ' ' && c != '\t'; });
    }
    first = false;
  }
  const std::string lines = decode_hex(body).value_or("");
  const std::size_t one = lines.find('\n');
  const std::size_t two = lines.find('\n', one + 1);
  if (one != 64 || two != 129 || two + 1 >= lines.size()) return false;
  return is_of(lines, "0123456789abcdef\n");
}

bool is_atlassian_data_center(ByteView token) {
  const std::string bytes = decoded(behind(token, {"BBDC-"}));
  return bytes.size() == 33 && is_digits(ByteView(bytes).substr(0, 12)) &&
         bytes[12] == ':';
}

// The account's number is in the six bytes behind the prefix.
bool is_aws_key_id(ByteView token) {
  constexpr std::uint64_t kMost = 999'999'999'999;
  // 80 bits, so nothing is left over.
  if (token.size() != 20) return false;
  const auto bytes = decode_base32(token.substr(4));
  if (!bytes) return false;
  std::uint64_t number = 0;
  for (const char c : ByteView(*bytes).substr(0, 6)) {
    number = number << 8 | byte_of(c);
  }
  return (number & 0x7fffffffff80ULL) >> 7 <= kMost;
}

bool is_azure_sas(ByteView token) {
  return decodes_to(decode_percent(token), 32);
}

bool is_basic_auth(ByteView token) {
  const auto bytes = decode_base64(token);
  return bytes && bytes->find(':') != std::string::npos &&
         std::all_of(bytes->begin(), bytes->end(), [](char c) {
           return byte_of(c) >= 0x20 && byte_of(c) != 0x7f;
         });
}

bool is_bedrock_key(ByteView token) {
  if (token.starts_with("ABSK")) {
    return decoded(token.substr(4)).starts_with("BedrockAPIKey-");
  }
  return decoded(behind(token, {"bedrock-api-key-"}))
      .starts_with("bedrock.amazonaws.com");
}

bool is_clerk_key(ByteView token) {
  const std::string host = decoded(behind(token, {"pk_live_", "pk_test_"}));
  return host.size() > 4 && host.back() == '$' &&
         host.find('.') != std::string::npos &&
         is_of(ByteView(host).substr(0, host.size() - 1),
               "abcdefghijklmnopqrstuvwxyz0123456789-.");
}

// The parts between dashes.
bool is_defined_networking(ByteView token) {
  const ByteView rest = behind(token, {"dnkey-"});
  const std::size_t dash = rest.find('-');
  if (dash == ByteView::npos) return false;
  const auto id = decode_base32(rest.substr(0, dash));
  const auto key = decode_base32(rest.substr(dash + 1));
  return id && key && id->size() == 16 && key->size() == 32;
}

bool is_discord_token(ByteView token) {
  const std::string id = decoded(token.substr(0, token.find('.')));
  return id.size() >= 17 && id.size() <= 20 && is_digits(id);
}

bool is_docker_pat(ByteView token) {
  return decodes_to(behind(token, {"dckr_pat_", "dckr_oat_"}), 20);
}

// A number of so many base36 digits that has no more than `bits`.
bool fits_in_bits(ByteView digits, std::size_t bits) {
  std::string number;  // The lowest byte first.
  for (const char c : digits) {
    const bool digit = is_digit(c);
    if (!digit && !is_lower(c)) return false;
    std::uint32_t carry =
        static_cast<std::uint32_t>(digit ? c - '0' : c - 'a' + 10);
    for (char& byte : number) {
      carry += 36U * byte_of(byte);
      byte = static_cast<char>(static_cast<std::uint8_t>(carry & 0xffU));
      carry >>= 8;
    }
    if (carry != 0) {
      number += static_cast<char>(static_cast<std::uint8_t>(carry));
    }
  }
  return number.size() <= bits / 8;
}

bool is_docker_swarm(ByteView token) {
  if (token.starts_with("SWMKEY-1-")) return decodes_to(token.substr(9), 32);
  const ByteView rest = behind(token, {"SWMTKN-1-"});
  return rest.size() == 76 && rest[50] == '-' &&
         fits_in_bits(rest.substr(0, 50), 256) &&
         fits_in_bits(rest.substr(51), 128);
}

// With armour, or encoded without.
PrivateKeyForm encoded_key_form(ByteView token) {
  return key_form(decoded(token));
}

bool is_fly_token(ByteView token) {
  token = behind(token, {"FlyV1 "});
  if (token.empty()) return false;
  while (!token.empty()) {
    const std::size_t end = std::min(token.find(','), token.size());
    const ByteView part =
        behind(token.substr(0, end), {"fm1r_", "fm1a_", "fm2_"});
    if (!is_message_pack_array(decoded(part))) return false;
    token.remove_prefix(std::min(end + 1, token.size()));
  }
  return true;
}

bool is_grafana_cloud(ByteView token) {
  return holds_json(behind(token, {"glc_"}), {"o", "n", "k"});
}

bool is_intercom_token(ByteView token) {
  const std::string text = decoded(token);
  return text.size() > 13 && text.starts_with("tok:") &&
         is_of(ByteView(text).substr(4, 8), kHexDigits) && text[12] == '_';
}

bool is_jfrog_reference(ByteView token) {
  const std::string text = decoded(token);
  return text.starts_with("reftkn:01:") && text.size() > 21 &&
         is_digits(ByteView(text).substr(10, 10)) && text[20] == ':';
}

bool is_kubernetes_jwt(ByteView token) {
  if (!is_jwt(token)) return false;
  const std::string text = decoded(jwt_claims(token));
  const auto claims = JsonFields::parse(text);
  return claims &&
         claims->text("sub").value_or("").starts_with("system:serviceaccount:");
}

// KSUID: 20 bytes, the first four of which count seconds from 1400000000.
bool is_ksuid(ByteView token) {
  constexpr std::size_t kSize = 27;
  constexpr std::uint64_t kLatest = 1U << 30U;  // Into the year 2048.
  const ByteView rest = behind(token, {"ak_", "cr_"});
  const auto bytes = decode_base62(rest.substr(0, kSize), 20);
  if (rest.size() < kSize || !bytes) return false;
  std::uint64_t seconds = 0;
  for (const char c : ByteView(*bytes).substr(0, 4)) {
    seconds = seconds << 8 | byte_of(c);
  }
  return seconds < kLatest;
}

bool is_mapbox_token(ByteView token) {
  const ByteView rest = behind(token, {"pk.", "sk.", "tk."});
  return holds_json(rest.substr(0, rest.find('.')), {"u", "a"});
}

bool is_onepassword_token(ByteView token) {
  return holds_json(behind(token, {"ops_"}),
                    {"signInAddress", "userAuth", "email"});
}

bool is_pypi_token(ByteView token) {
  const std::string bytes = decoded(behind(token, {"pypi-"}));
  return is_macaroon(bytes, "pypi.org") || is_macaroon(bytes, "test.pypi.org");
}

bool is_sendgrid_key(ByteView token) {
  const ByteView rest = behind(token, {"SG."});
  const std::size_t dot = rest.find('.');
  return dot != ByteView::npos && decodes_to(rest.substr(0, dot), 16) &&
         decodes_to(rest.substr(dot + 1), 32);
}

bool is_sentry_org(ByteView token) {
  const ByteView rest = behind(token, {"sntrys_"});
  const std::size_t line = rest.find('_');
  return line != ByteView::npos && rest.find('_', line + 1) == ByteView::npos &&
         decodes_to(rest.substr(line + 1), 32) &&
         holds_json(rest.substr(0, line), {"iat", "url", "region_url", "org"});
}

bool is_uuid(ByteView text) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = kForm[i] == '-';
    if (dash ? text[i] != '-'
             : !is_of(text.substr(i, 1), "0123456789abcdefABCDEF")) {
      return false;
    }
  }
  return true;
}

bool is_teamcity_token(ByteView token) {
  return is_uuid(decoded(token.substr(token.rfind('.') + 1)));
}

// At the token's end, whatever the prefix.
bool is_uuid4(ByteView token) {
  if (token.size() < 36) return false;
  token = token.substr(token.size() - 36);
  return is_uuid(token) && token[14] == '4' &&
         is_of(token.substr(19, 1), "89abAB");
}

bool is_vault_token(ByteView token) {
  return is_vault_message(decoded(behind(token, {"hvs.", "hvb.", "hvr."})));
}

bool is_wireguard_key(ByteView token) {
  const auto bytes = decode_base64(token);
  return bytes && bytes->size() == 32 && (byte_of(bytes->front()) & 7U) == 0 &&
         (byte_of(bytes->back()) & 0xc0U) == 0x40;
}

bool is_workos_key(ByteView token) {
  const std::string text = decoded(behind(token, {"sk_live_", "sk_test_"}));
  return text.starts_with("key_") && text.size() > 31 && text[30] == ',' &&
         is_of(ByteView(text).substr(4, 26),
               "0123456789ABCDEFGHJKMNPQRSTVWXYZ");
}

template <PrivateKeyForm (*kForm)(ByteView), PrivateKeyForm kWanted>
bool is_key(ByteView token) {
  return kForm(token) == kWanted;
}

struct StructureKind {
  std::string_view name;
  bool (*holds)(ByteView token) = nullptr;
  bool proves = true;
  bool sealed = false;
  // Of those that are bytes.
  std::size_t (*size)(ByteView bytes) = nullptr;
};

template <std::size_t (*kSize)(ByteView)>
bool is_sized(ByteView token) {
  return kSize(token) > 0;
}

template <std::size_t (*kSize)(ByteView)>
constexpr StructureKind of_bytes(std::string_view name, bool sealed) {
  return {name, is_sized<kSize>, true, sealed, kSize};
}

constexpr bool kOnlyRefutes = false;
constexpr bool kProves = true;
constexpr bool kSealed = true;

constexpr std::array kKinds = {
    StructureKind{"ansible-vault", is_ansible_vault, kProves, kSealed},
    StructureKind{"atlassian-data-center", is_atlassian_data_center},
    StructureKind{"aws-key-id", is_aws_key_id, kOnlyRefutes},
    StructureKind{"azure-sas", is_azure_sas, kOnlyRefutes},
    StructureKind{"basic-auth", is_basic_auth},
    StructureKind{"bedrock-key", is_bedrock_key},
    of_bytes<bks_keystore_size>("bks-keystore", kSealed),
    StructureKind{"clerk-key", is_clerk_key},
    StructureKind{"defined-networking", is_defined_networking, kOnlyRefutes},
    of_bytes<der_encrypted_key_size>("der-encrypted-key", kSealed),
    of_bytes<der_private_key_size>("der-private-key", !kSealed),
    StructureKind{"discord-token", is_discord_token},
    StructureKind{"docker-pat", is_docker_pat, kOnlyRefutes},
    StructureKind{"docker-swarm", is_docker_swarm, kOnlyRefutes},
    StructureKind{"encoded-private-key",
                  is_key<encoded_key_form, PrivateKeyForm::kPlain>},
    StructureKind{"encrypted-private-key",
                  is_key<key_form, PrivateKeyForm::kEncrypted>, kProves,
                  kSealed},
    StructureKind{"fly-token", is_fly_token},
    StructureKind{"gitlab-routable", is_gitlab_routable},
    StructureKind{"grafana-cloud", is_grafana_cloud},
    StructureKind{"grafana-key",
                  [](ByteView token) {
                    return holds_json(token, {"k", "n", "id"});
                  }},
    StructureKind{"intercom-token", is_intercom_token},
    of_bytes<java_keystore_size>("java-keystore", kSealed),
    StructureKind{"jfrog-reference", is_jfrog_reference},
    StructureKind{"jwt", is_jwt},
    of_bytes<keepass_size>("keepass", kSealed),
    of_bytes<keychain_size>("keychain", kSealed),
    StructureKind{"ksuid", is_ksuid, kOnlyRefutes},
    StructureKind{"kubernetes-jwt", is_kubernetes_jwt},
    StructureKind{"mapbox-token", is_mapbox_token},
    StructureKind{"onepassword-token", is_onepassword_token},
    StructureKind{"pgp-encrypted-key",
                  is_key<pgp_key_form, PrivateKeyForm::kEncrypted>, kProves,
                  kSealed},
    StructureKind{"pgp-private-key",
                  is_key<pgp_key_form, PrivateKeyForm::kPlain>},
    StructureKind{"pkcs12", is_pkcs12, kProves, kSealed},
    of_bytes<pkcs12_store_size>("pkcs12-store", kSealed),
    StructureKind{"private-key", is_key<key_form, PrivateKeyForm::kPlain>},
    StructureKind{"pypi-token", is_pypi_token},
    StructureKind{"sendgrid", is_sendgrid_key, kOnlyRefutes},
    StructureKind{"sentry-org", is_sentry_org},
    StructureKind{"teamcity", is_teamcity_token},
    StructureKind{"uuid4", is_uuid4, kOnlyRefutes},
    StructureKind{"vault-token", is_vault_token},
    StructureKind{"wireguard-key", is_wireguard_key, kOnlyRefutes},
    StructureKind{"workos-key", is_workos_key},
};

}  // namespace

std::vector<std::string_view> structure_kinds() {
  return kind_names(kKinds);
}

bool is_structure_kind(std::string_view kind) {
  return find_kind(kKinds, kind) != nullptr;
}

bool is_sealed(std::string_view kind) {
  return !kind.empty() && known_kind(kKinds, "structure", kind).sealed;
}

Proof check_structure(std::string_view kind, ByteView token) {
  if (kind.empty()) return Proof::kNotApplicable;
  const StructureKind& known = known_kind(kKinds, "structure", kind);
  if (!known.holds(token)) return Proof::kFailed;
  return known.proves ? Proof::kProven : Proof::kNotApplicable;
}

std::size_t structure_size(std::string_view kind, ByteView match) {
  if (kind.empty()) return match.size();
  const StructureKind& known = known_kind(kKinds, "structure", kind);
  return known.size == nullptr ? match.size() : known.size(match);
}

Proof both(Proof a, Proof b) {
  if (a == Proof::kFailed || b == Proof::kFailed) return Proof::kFailed;
  return a == Proof::kNotApplicable ? b : a;
}

}  // namespace gitward
