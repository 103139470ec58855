#include "services/auth/domain/password_rules.h"

#include <catch2/catch_test_macros.hpp>
#include <string>
#include <vector>

namespace enlace::auth {
namespace {

using Fault = PasswordFault;

std::string Times(std::size_t count, std::string_view text) {
  std::string all;
  for (std::size_t i = 0; i < count; ++i) all.append(text);
  return all;
}

struct Case {
  std::string password;
  std::optional<Fault> fault;
};

void Judge(const std::vector<Case>& cases, const PasswordOwner& owner) {
  for (const auto& [password, fault] : cases) {
    INFO(password);
    CHECK(FindFault(password, owner) == fault);
  }
}

TEST_CASE("a password has at least 15 characters and at most 256 bytes") {
  const std::string filler = "zxq8kd fjw2 plm0v";
  Judge({{"", Fault::kTooShort},
         {"kd8 fjw2 plm0v", Fault::kTooShort},
         {"kd8 fjw2 plm0vz", std::nullopt},
         {Times(20, filler).substr(0, 256), std::nullopt},
         {Times(20, filler).substr(0, 257), Fault::kTooLong},
         {Times(1'000'000, "\xff"), Fault::kTooLong}},
        {.email = "sofia@example.com"});
}

TEST_CASE("with a second factor, 8 characters are enough") {
  Judge({{"kd8fjw2", Fault::kTooShort},
         {"kd8fjw2p", std::nullopt},
         {"sunshine", Fault::kCommon},
         {"Passw0rd", Fault::kCommon},
         {"01011950", Fault::kCommon},
         {"87654321", Fault::kCommon},
         {"abcdefgh", Fault::kCommon},
         {"12qw12qw", Fault::kRepeated},
         {"kd8fjw2k", std::nullopt},
         {"zzzzzzzz", Fault::kRepeated}},
        {.email = "sofia@example.com", .has_mfa = true});
}

TEST_CASE("characters are counted, not bytes, as they were given") {
  const std::string decomposed = "e\xcc\x81";
  Judge({{"contraseñitaaé", Fault::kTooShort},
         {"contraseñitaaéo", std::nullopt},
         {"médica 14 años", Fault::kTooShort},
         {"病院の予約は明日の午後三時です", std::nullopt},
         {"病院の予約は明日の午後三時で", Fault::kTooShort},
         {"🩺🏥💊🩹🧪🧬🦷🫀🫁🧠👁👂🦴🩸", Fault::kTooShort},
         {"🩺🏥💊🩹🧪🧬🦷🫀🫁🧠👁👂🦴🩸🌡", std::nullopt},
         // Two code points for one character that is seen.
         {"abcdefghijklm" + decomposed, std::nullopt}},
        {.email = "sofia@example.com"});
}

TEST_CASE("no kind of character is asked for, and none but controls refused") {
  Judge({{"correct horse battery staple", std::nullopt},
         {"CORRECTHORSEBATTERY", std::nullopt},
         {"739184628305172", std::nullopt},
         {"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", std::nullopt},
         {" kd8 fjw2 plm0v ", std::nullopt},
         {"correct horse\nbattery", Fault::kCharacters},
         {"correct horse\tbattery", Fault::kCharacters},
         {std::string("correct\0horse battery", 21), Fault::kCharacters},
         {"correct horse battery\x7f", Fault::kCharacters},
         {"correct horse \xff battery", Fault::kCharacters},
         {"correct horse \xc3", Fault::kCharacters}},
        {.email = "sofia@example.com"});
}

TEST_CASE("what everybody tries first is refused, in any case and over and over") {
  Judge({{"1234567890qwerty", Fault::kCommon},
         {"1234567890QWERTY", Fault::kCommon},
         {"passwordpassword", Fault::kCommon},
         {"PasswordpasswordPASSWORD", Fault::kCommon},
         {"aaaaaaaaaaaaaaa", Fault::kRepeated},
         {"aAaAaAaAaAaAaAa", Fault::kRepeated},
         {Times(20, "ñ"), Fault::kRepeated},
         {Times(256, " "), Fault::kRepeated},
         {"123456789012345", Fault::kCommon},
         {"passwordpasswor", Fault::kCommon},
         {"123123123123123", Fault::kRepeated},
         {"123412341234123", Fault::kRepeated},
         {"Perez7\xc3\xb1Perez7\xc3\xb1P", Fault::kRepeated},
         {"aaaaaaaaaaaaaab", std::nullopt},
         {"1234567890qwertz7", std::nullopt}},
        {.email = "sofia@example.com"});
}

TEST_CASE("what stands before the @ of the owner's e-mail is refused") {
  Judge({{"sofia.perez es mi clave", Fault::kOwnEmail},
         {"clave de SOFIA.PEREZ 7", Fault::kOwnEmail},
         {"sofia perez es mi clave", std::nullopt},
         {"clave de example.com", std::nullopt}},
        {.email = "Sofia.Perez@example.com"});
  // A name of three letters is in too many words.
  Judge({{"mañana a la sombra", std::nullopt}, {"manana a la sombra", std::nullopt}},
        {.email = "ana@example.com"});
  Judge({{"luz de la manana 7", std::nullopt}, {"elena y la manana", Fault::kOwnEmail}},
        {.email = "elen@example.com"});
  Judge({{"correct horse battery", std::nullopt}}, {.email = ""});
}

}  // namespace
}  // namespace enlace::auth
