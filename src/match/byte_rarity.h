// How common bytes and pairs of bytes are in source code: what a literal's
// rarest window is chosen by.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gitward {

// Bytes fall into 32 classes: the letters without regard to case, digits,
// space, '_', '-', line feed, and all others. Classes are of b & 0x5f, the
// cheap folding that the prefilter works on.
constexpr std::size_t byte_class(std::uint8_t byte) {
  const unsigned folded = byte & 0x5fU;
  if (folded >= 'A' && folded <= 'Z') return folded - 'A';
  if (folded >= 0x10 && folded <= 0x19) return 26;
  switch (folded) {
    case 0x00:
      return 27;
    case 0x5f:
      return 28;
    case 0x0d:
      return 29;
    case 0x0a:
      return 30;
    default:
      return 31;
  }
}

// -log2 of a share of all bytes, 'A' for 0, rounded. Counted in 67 MB of C
// headers and Python; a share that changes by half changes no result, only
// speed.
constexpr std::string_view kByteRarity = "FHFFEGGGFJHFGFFGJFFEGHIGHJECGIFD";

// The same for pairs: row and column are the classes of the first and second
// byte.
constexpr std::array<std::string_view, 32> kPairRarity = {
    "LKJJNMKPKOLIJIQKOIIHLLMMLPKKMOOK", "KNMNKNORKLQKOOLOPLMOKQPPLQKMNPOK",
    "JMLNJNOILRJKLOINOKLJLOPOMSKKLOOJ", "KMMKHNNOJQPMOOKNPLLMLOONMRKIKNMJ",
    "JLIIKILOMOOIKHMKKHIINLLJLQKHJMKH", "KMNMKKPQIRRLNMJNQKLMKRQQNSKIMOMI",
    "MONPJOOMJRRLNLLOQLLMMPQROPMKLONJ", "JQPOIPQQJTQPNQKPRMNLMQQSPRNKLPNK",
    "LLJJKJKQOROJKHJKOKIIPLRMSKMMNPOK", "OQRSLSSSNTRSQSNRSSMRNSTTRTQPQSRN",
    "MPNOKPNQMSSOPOOPRPMOOROSRSOLKPNK", "JNOKIJNMINOJOOJNPOKKKMOQLQNJJOMJ",
    "JLOMIOPQKQPNLPKJRPLNLOQQOSNKLNOK", "JOJIIKIOKQLMNMJLQNIIKLPRMQLILNMJ",
    "LKKJNJMPKOMKJHKJSHJJJLKNPQOJLONK", "IOMMINPNLTMKMOJLPJLJLOPPLRMLKPNJ",
    "OQPROQQRPSSQPRSRPPPQKSRSRRPOOTRN", "JNLLHMKPJRMLLJIMPJJJKMNQKSMIKNMI",
    "KNKNHNNKJSKJMLKKPMIHKONPLPMIKNLI", "INKMHLOHISOLMNIKQIJKJONLJPKHIMLI",
    "LLLMJLNRKTRJLJOKRJKJQPRNSQMMPSQN", "JPOOJPPQLSPOMQLNPPNOPOOOSRLNMRQL",
    "LPPOLPQLKSROPNLQRLNPPPORRROLNQPL", "LMLMLLRPMSSPOPPLSPOKQPQNORILMOOK",
    "OPOPOPPRNTSNMMMJQNLLQQPRQQOJLONK", "ORRRKRSSOTTPQSPSSRQSSSRRQPOPOURN",
    "KLLKKKOONQPNOPPNQPOOOOPIQQFJKMKG", "IJIJJIJKINMJJJIJOIIHJKJLMNHDKKIG",
    "KLJKKKLLKONKKKKKPKJJLLMMQOLNKVPM", "OONOOOOQOQSOPOOOSONOQQPRSQLMSJOK",
    "MNLMMMNOLRPONNMMSNLLONOOQSNGOOIG", "JKJJJJJKJMMKKJKJNJIJKKLJNNIFKMGF",
};

}  // namespace gitward
