using System.Text;
using static Signet.Policy.Tests.Checks.SensitiveData.Valid;

namespace Signet.Policy.Tests.Checks.SensitiveData;

/// <summary>For each rule texts that hold one value of it, and texts that only look so. No value belongs to anybody: each is made here, or published as an example.</summary>
internal static class RuleCases
{
    private const string Base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private const string Hex = "0123456789abcdef";
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    internal static IReadOnlyDictionary<string, (string[] Holds, string[] Looks)> All { get; } = new Dictionary<string, (string[], string[])>
    {
        ["private_key"] = (
            [Pem("RSA PRIVATE KEY", "\n"), $"key: \"{Pem("PRIVATE KEY", "\\n")}\"", Pem("OPENSSH PRIVATE KEY", "\r\n") + "\n", Pem("EC PRIVATE KEY", "\n")[..120], "x " + Pem("PGP PRIVATE KEY BLOCK", "\n")],
            ["-----BEGIN RSA PRIVATE KEY----- is how it starts", Pem("PUBLIC KEY", "\n"), Pem("CERTIFICATE", "\n"), "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"]),
        ["aws_access_key_id"] = (
            ["id AKIAJ" + Random(1, 15, Base32), "ASIAI" + Random(2, 15, Base32) + ",", "(AKIAQ" + Random(3, 15, "ABCDEFGH") + ")"],
            ["AKIAJ" + Random(1, 16, Base32), "AKIAJ" + Random(1, 14, Base32), "xAKIAJ" + Random(1, 15, Base32), "AKIA77777777" + Random(1, 8, Base32), "AKIAIOSFODNN7EXAMPLE", "AKIA1" + Random(1, 15, Base32)]),
        ["aws_secret_access_key"] = (
            ["aws_secret_access_key = " + Mixed(1, 40, Base64), "AWS_SECRET_ACCESS_KEY=\"" + Mixed(2, 40, Base64) + "\"", "\"secretAccessKey\": \"" + Mixed(3, 40, Base64) + "\""],
            ["aws_secret_access_key = " + new string('a', 40), "aws_region = " + Mixed(2, 40, Base64), "aws_secret_access_key: wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"]),
        ["github_token"] = (
            ["ghp_" + Checksummed(1), "use ghs_" + Checksummed(2) + ".", "\"gho_" + Checksummed(3) + "\""],
            ["ghp_" + Checksummed(1)[..35] + "!", "ghp_" + Random(4, 36), "aghp_" + Checksummed(1), "ghp_" + Checksummed(1) + "0"]),
        ["github_fine_grained_token"] = (
            ["github_pat_" + Mixed(1, 22) + "_" + Mixed(2, 59), "(github_pat_" + Mixed(3, 22) + "_" + Mixed(4, 59) + ")", "x=github_pat_" + Mixed(5, 22) + "_" + Mixed(6, 59)],
            ["github_pat_" + Mixed(1, 22) + "_" + Mixed(2, 58), "github_pat_" + Mixed(1, 82), "github_pat_example"]),
        ["gitlab_token"] = (
            ["glpat-" + Mixed(1, 20), "glpat-" + Mixed(2, 17) + "-_x,", "\"glpat-" + Mixed(3, 26) + "\""],
            ["glpat-" + Mixed(1, 19), "glpat-your-token-goes-here-ok", "xglpat-" + Mixed(1, 20)]),
        ["slack_token"] = (
            ["xoxb-" + Digits(1, 12) + "-" + Digits(2, 12) + "-" + Mixed(1, 24), "xoxp-" + Digits(3, 11) + "-" + Mixed(3, 20), "xapp-1-A" + Digits(4, 9) + "-" + Mixed(4, 30)],
            ["xoxb-short-1", "xoxb-your-token-goes-here-please", "xoxz-" + Digits(1, 12) + "-" + Mixed(1, 24)]),
        ["slack_webhook"] = (
            ["https://hooks.slack.com/services/T" + Digits(1, 8) + "/B" + Digits(2, 8) + "/" + Mixed(1, 24), "hooks.slack.com/services/T01ABCDEF/B02ABCDEF/" + Mixed(2, 24), "<https://hooks.slack.com/services/T0AAAAAAA/B0AAAAAAA/" + Mixed(3, 24) + ">"],
            ["https://hooks.slack.com/services/T00/B00/XXX", "https://hooks.slack.com/services/", "hooks.slack.com/services/T01ABCDEFB02ABCDEFGHIJKLMNOPQRSTUVWXYZ0123"]),
        ["stripe_key"] = (
            ["sk_live_" + Mixed(1, 24), "rk_live_" + Mixed(2, 99) + " ", "'sk_live_" + Mixed(3, 32) + "'"],
            ["sk_test_" + Mixed(1, 24), "sk_live_" + Mixed(1, 10), "task_live_" + Mixed(1, 24), "sk_live_yourkeygoesherexxxxx"]),
        ["anthropic_key"] = (
            ["sk-ant-api03-" + Mixed(1, 95), "sk-ant-admin01-" + Mixed(2, 93) + ".", "\"sk-ant-sid01-" + Mixed(3, 86) + "\""],
            ["sk-ant-your-key", "sk-ant-api03-", "ask-ant-api03-" + Mixed(1, 95)]),
        ["openai_key"] = (
            ["sk-" + Mixed(1, 48), "sk-proj-" + Mixed(2, 120) + "\n", "sk-or-v1-" + Random(3, 64, Hex), "sk-svcacct-" + Mixed(4, 80)],
            ["sk-your-api-key-goes-right-here-2024", "risk-" + Mixed(1, 48), "sk-fading-circle sk-circle12", "sk-learn"]),
        ["google_api_key"] = (
            ["AIza" + Mixed(1, 35), "key=AIza" + Mixed(2, 35) + "&x", "\"AIza" + Mixed(3, 35) + "\""],
            ["AIza" + Mixed(1, 34), "AIza" + Mixed(1, 36), "xAIza" + Mixed(1, 35), "AIzabout"]),
        ["google_oauth_secret"] = (
            ["GOCSPX-" + Mixed(1, 28), "GOCSPX-" + Mixed(2, 28) + ";", "(GOCSPX-" + Mixed(3, 28) + ")"],
            ["GOCSPX-" + Mixed(1, 27), "GOCSPX-" + Mixed(1, 29), "GOCSPX-" + new string('a', 28)]),
        ["npm_token"] = (
            ["npm_" + Checksummed(1), "//registry/:_x=npm_" + Checksummed(2), "npm_" + Checksummed(3) + "."],
            ["npm_" + Random(1, 36), "npm_config_registry_is_a_variable", "npm_" + Checksummed(1) + "x"]),
        ["pypi_token"] = (
            ["pypi-AgEIcHlwaS5vcmc" + Mixed(1, 150), "pypi-AgENdGVzdC5weXBpLm9yZ" + Mixed(2, 140) + " ", "'pypi-AgEIcHlwaS5vcmc" + Mixed(3, 90) + "'"],
            ["pypi-" + Mixed(1, 150), "pypi-AgEIcHlwaS5vcmcShort", "pypi-server"]),
        ["azure_storage_key"] = (
            [Azure(1), "DefaultEndpointsProtocol=https;AccountName=a;" + Azure(2) + ";EndpointSuffix=core.windows.net", "\"" + Azure(3) + "\""],
            ["AccountKey=" + Mixed(1, 40), "AccountKey=" + new string('A', 86) + "==", "AccountKey=<your key>"]),
        ["sendgrid_key"] = (
            ["SG." + Mixed(1, 22) + "." + Mixed(2, 43), "SG." + Mixed(3, 22) + "." + Mixed(4, 43) + ",", "=SG." + Mixed(5, 22) + "." + Mixed(6, 43)],
            ["SG." + Mixed(1, 22) + "." + Mixed(2, 42), "MSG." + Mixed(1, 22) + "." + Mixed(2, 43), "SG. Beispiel e.V."]),
        ["twilio_sid"] = (
            ["AC" + Random(1, 32, Hex), "SK" + Random(2, 32, Hex) + ".", "\"AC" + Random(3, 32, Hex) + "\""],
            ["AC" + Random(1, 31, Hex), "ac" + Random(1, 32, Hex), "XAC" + Random(1, 32, Hex), "AC" + new string('0', 32), "CA" + Random(1, 32, Hex)]),
        ["telegram_bot_token"] = (
            [Digits(1, 10) + ":AA" + Mixed(1, 33), "https://api.telegram.org/bot" + Digits(2, 9) + ":AA" + Mixed(2, 33) + "/getMe", "t " + Digits(3, 8) + ":AA" + Mixed(3, 33) + " "],
            [Digits(1, 10) + ":AA" + Mixed(1, 32), Digits(1, 7) + ":AA" + Mixed(1, 33), Digits(1, 10) + ":AB" + Mixed(1, 33), "1234567890: AA"]),
        ["discord_token"] = (
            [Discord(1), "token " + Discord(2) + ".", "\"" + Discord(3) + "\""],
            [Discord(1)[..40], "N" + Mixed(1, 23) + "." + Mixed(2, 6) + "." + Mixed(3, 27), "x" + Discord(1)]),
        ["json_web_token"] = (
            [Jwt("{\"alg\":\"HS256\",\"typ\":\"JWT\"}"), "Cookie: s=" + Jwt("{\"typ\":\"JWT\",\"alg\":\"RS256\"}"), "(" + Jwt("{\"alg\":\"none\"}") + ")"],
            [Jwt("{\"typ\":\"JWT\"}"), "eyJhbGciOiJIUzI1NiJ9", "eyJ.eyJ.eyJ", "x" + Jwt("{\"alg\":\"HS256\"}"), "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"]),
        ["url_password"] = (
            ["https://ada:Eng1ne@corp.io/x", "postgres://app:pa55-w0rd@db:5432/x", "amqp://guest7:gu3st@10.0.0.1"],
            ["https://corp.io:8443/a@b", "https://user:${PASSWORD}@db", "https://user:password@host", "https://ada@corp.io", "see https://x.io: it's a@b.io"]),
        ["authorization_header"] = (
            ["Authorization: Bearer " + Mixed(1, 40), "authorization: Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes("ada:analytical7")), "-H 'Authorization: Bearer " + Mixed(3, 20) + "'"],
            ["Bearer of good news and tidings", "Basic understanding of algebra 101", "Bearer aaaaaaaaaaaaaaaa1111", "forbearer " + Mixed(1, 40)]),
        ["password_assignment"] = (
            ["password: hunter2x!", "DB_PASSWORD=c0rrect-horse", "\"passwd\": \"p4$$w0rd9\"", "{\\\"password\\\":\\\"s3cretive1\\\"}", "Passwort: Geh3im!"],
            ["password: string", "password = getpass()", "password: required, min 8", "password=${DB_PASSWORD}", "password: xxxxxxx", "passwords: 12 of them", "password: ab1"]),
        ["secret_assignment"] = (
            ["api_key = " + Mixed(1, 32), "\"clientSecret\": \"" + Mixed(2, 40) + "\"", "export SERVICE_TOKEN=" + Mixed(3, 24), "apiKey: '" + Random(4, 40, Hex) + "'"],
            ["api_key = your_api_key", "token_count: 128000", "secret: " + new string('a', 30), "max_tokens=4096000000000000", "tokenizer: cl100k_base_tokenizer_v2", "secretName: my-secret-name-for-tls-1", "token: https://id.corp.io/token/v1/x"]),
        ["random_secret"] = (
            ["my token is " + Mixed(1, 32), "the secret, " + Mixed(2, 40) + ", was", "api key " + Mixed(3, 28)],
            ["the file " + Mixed(1, 32), "the token " + Random(2, 40, Hex), "the token authenticationTokenProviderFactory"]),
        ["payment_card"] = (
            [Luhn("4" + Digits(1, 14)), "Amex " + Group(Luhn("37" + Digits(2, 12)), " ", 4, 6, 5), Group(Luhn("55" + Digits(3, 13)), "-", 4) + " 12/28", "Karte " + Luhn("6221" + Digits(4, 14))],
            ["4000 0012 3456 7890", "40000012345678990", "x4000001234567899", "4000001234567899-77", "$4000001234567899", "4242 4242 4242 4242", Luhn("9" + Digits(1, 14)), "0000 0000 0000 0000", "1700000000000"]),
        ["iban"] = (
            [Iban("DE", Digits(1, 18)), Group(Iban("GB", "NWBK" + Digits(2, 14)), " ", 4), Iban("NO", Digits(3, 11)) + ".", Group(Iban("MT", "MALT" + Digits(4, 23)), "-", 4)],
            ["DE00" + Digits(1, 18), Iban("DE", Digits(1, 18)) + "0", "x" + Iban("DE", Digits(1, 18)), Iban("ZZ", Digits(1, 18)), "DE89370400440532013000", "AD24 is a length"]),
        ["us_ssn"] = (
            ["212-34-5678", "SSN: 212345678", "social security number 212 34 5678", "my 212-34-5678, yes", "212345678 is my SSN"],
            ["000-12-3456", "666-12-3456", "212-00-5678", "212-34-0000", "212345678", "212 34 5678", "1-212-34-5678", "212-34-56789", "078-05-1120"]),
        ["us_itin"] = (
            ["912-70-1234", "ITIN 988-88-1234", "912-90-4321."],
            ["912-93-1234", "912-66-1234", "912701234", "912-70-12345"]),
        ["uk_nino"] = (
            ["AB 12 34 56 C", "NI number: JG103759A", "National Insurance ab-12-34-56-d"],
            ["AB 12 34 56 E", "DQ 12 34 56 C", "GB 12 34 56 A", "AB123456C", "XAB 12 34 56 C"]),
        ["de_steuer_id"] = (
            ["Steuer-ID 86095742719", "IdNr. 65 929 970 489", "steuerliche Identifikationsnummer: 57549285017"],
            ["Steuer-ID 86095742710", "86095742719", "Steuer 12345678901", "steuer 11111111111"]),
        ["nl_bsn"] = (
            ["BSN 111222333", "burgerservicenummer: " + Weighted("12345678", [9, 8, 7, 6, 5, 4, 3, 2, -1], 11), "bsn " + Weighted("98765432", [9, 8, 7, 6, 5, 4, 3, 2, -1], 11)],
            ["BSN 111222334", "111222333", "order 111222333", "BSN 1112223330"]),
        ["fr_nir"] = (
            [Nir("2550814168025"), Group(Nir("1850575123456"), " ", 1, 2, 2, 2, 3, 3, 2), Nir("190022A123456") + ","],
            ["255081416802539", "355081416802538", "2 55 13 14 168 025 38", Nir("2550814168025") + "1"]),
        ["it_codice_fiscale"] = (
            ["RSSMRA85T10A562S", "MRTMTT91D08F205J,", "CF: " + Complete("BNCLRA70A41H50M", Italian, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")],
            ["RSSMRA85T10A562T", "RSSMRA85Z10A562S", "XRSSMRA85T10A562S", "RSSMRA85T10A562"]),
        ["es_dni"] = (
            ["12345678-Z", "DNI 12345678Z", "NIE X1234567L", "y-1234567-x", "12.345.678-Z"],
            ["12345678-A", "12345678Z", "X1234567L", "DNI 12345678A", "DNI 123456789Z"]),
        ["pl_pesel"] = (
            ["PESEL 44051401359", "pesel: 02070803628", "PESEL: " + Weighted("8503151234", [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10)],
            ["PESEL 44051401358", "44051401359", "PESEL 44131401359", "pesel 440514013591"]),
        ["se_personnummer"] = (
            ["19811218-9876", "personnummer 811218-9876", "pnr: 8112189876"],
            ["19811218-9875", "811218-9876", "19811318-9876", "19811218-98761", "20240105-1200"]),
        ["br_cpf"] = (
            ["529.982.247-25", "CPF 52998224725", Cpf("123456789") is var cpf ? $"{cpf[..3]}.{cpf[3..6]}.{cpf[6..9]}-{cpf[9..]}" : ""],
            ["529.982.247-26", "52998224725", "111.111.111-11", "1529.982.247-25"]),
        ["br_cnpj"] = (
            ["11.222.333/0001-81", "CNPJ: 11222333000181", Cnpj("456789120001") is var cnpj ? $"{cnpj[..2]}.{cnpj[2..5]}.{cnpj[5..8]}/{cnpj[8..12]}-{cnpj[12..]}" : ""],
            ["11.222.333/0001-82", "11222333000181", "11.222.333/0001-811"]),
        ["in_aadhaar"] = (
            ["Aadhaar 2341 2341 2346", "aadhaar no. 999941057058", "UIDAI: 2341-2341-2346"],
            ["Aadhaar 2341 2341 2347", "2341 2341 2346", "Aadhaar 1341 2341 2346", "Aadhaar 2341 2341 23461"]),
        ["in_pan"] = (
            ["PAN: ABCPE1234F", "Permanent Account Number AAACB9876K", "PAN card no ZZZHA0001B"],
            ["ABCPE1234F", "PAN ABCDE1234F", "PAN ABCPE12345", "frying pan ABCPE1234F"]),
        ["ca_sin"] = (
            ["SIN " + Group(Luhn("13069254"), " ", 3), "social insurance number: " + Luhn("64512378"), "NAS " + Group(Luhn("71234567"), "-", 3)],
            ["SIN 130 692 545", Luhn("13069254"), "sin duda " + Group(Luhn("13069254"), " ", 3), "SIN 000 000 000", "SIN 046 454 286"]),
        ["au_tfn"] = (
            ["TFN 123 456 782", "tax file number " + Weighted("87654321", [1, 4, 3, 7, 5, 8, 6, 9, 10], 11), "tfn: " + Weighted("45678912", [1, 4, 3, 7, 5, 8, 6, 9, 10], 11)],
            ["TFN 123 456 783", "123 456 782", "TFN 1234567820"]),
        ["au_medicare"] = (
            ["Medicare 2123 45670 1", "medicare no: 2123456701", "Medicare card " + Group(Medicare("34567891") + "2", " ", 4, 5, 1)],
            ["Medicare 2123 45671 1", "2123 45670 1", "Medicare 7123 45670 1"]),
        ["travel_document"] = (
            [Passport("L898902C3", "740812", "270415"), "scan:\n" + Passport("X12345678", "900101", "300101") + "\nend", Card("D23145890", "740812", "270415")],
            [Passport("L898902C3", "740812", "270415").Replace("898902", "898903", StringComparison.Ordinal), "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "a <<< b", "vector<vector<vector<<<int>>>"]),
        ["email"] = (
            ["ada@lovelace.io", "mail me: a.b+c@sub.corp.co.uk.", "<grace@navy.mil>", "mailto%x@y.dev"],
            ["ada@localhost", "@ada@", "x@y", "npm i @scope/pkg@1.2.3", "user@example.com", "a@b.test", "git@", "foo@bar..com"]),
        ["phone"] = (
            ["+49 30 123456-78", "call +14155552671", "(415) 555-2671", "415-555-2671.", "tel. 06 12 34 56 78", "+44 (0)20 7946 1234", "phone 415 555 2671"],
            ["+1 415 555 0123", "1+2 3 4", "+00 123 456 789", "415-555-26711", "115-555-2671", "06 12 34 56 78", "4155552671", "+5 points", "$415-555-2671", "2+12345678"]),
        ["ipv4"] = (
            ["host 93.184.216.34", "IP 8.8.8.8", "(203.0.112.7)", "http://93.184.216.34:80/"],
            ["10.0.0.1", "192.168.1.1", "version 11.22.33.44", "v11.22.33.44", "1.2.3.4", "203.0.113.7", "93.184.216.34.5", "256.1.1.1", "93.184.216.034", "127.0.0.1"]),
        ["ipv6"] = (
            ["2606:4700:4700::1111", "[2a00:1450:4001:81b::200e]", "at 2001:4860:4860::8888."],
            ["fe80::1", "2001:db8::1", "12:34:56", "std::vector", "3fff::1", "2606:4700", "a2606:4700:4700::1111"]),
        ["mac"] = (
            ["00:1A:2B:3C:4D:5E", "(aa:bb:cc:dd:ee:0f)", "is 00-1a-2b-3c-4d-5e."],
            ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "00:1A:2B:3C:4D", "00:1A:2B:3C:4D:5E:6F", "12:34:56", "00-00-5E-00-53-01"]),
        ["bitcoin"] = (
            ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy.", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
            ["1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "3" + Mixed(1, 33), "x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"]),
        ["ethereum"] = (
            ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359,", "ETH wallet 0x" + Random(1, 40, Hex)],
            ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", "commit 0x" + Random(1, 40, Hex), "0x0000000000000000000000000000000000000000", "ETH 0x" + Random(1, 39, Hex)]),
    };

    internal static string Pem(string label, string lineEnd) =>
        $"-----BEGIN {label}-----{lineEnd}" + string.Join(lineEnd, Mixed(7, 64, Base64), Mixed(8, 64, Base64), Mixed(9, 10, Base64) + "==")
        + $"{lineEnd}-----END {label}-----";

    internal static string Jwt(string header) => Encode(header) + "." + Encode("{\"sub\":\"7\",\"iat\":1700000000}") + "." + Mixed(5, 43);

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Azure(int seed) => "AccountKey=" + Mixed(seed, 86, Base64) + "==";

    private static string Discord(int seed) => Encode(Digits(seed, 18)) + "." + Mixed(seed, 6) + "." + Mixed(seed + 10, 27);

    private static string Medicare(string body) =>
        body + (body.Zip([1, 3, 7, 9, 1, 3, 7, 9], (digit, weight) => (digit - '0') * weight).Sum() % 10);

    private static bool Italian(string code)
    {
        const string odd = "BAKPLCQDREVOSFTGUHMINJWZYX";
        int sum = code.Take(15).Select((c, i) =>
        {
            int value = char.IsDigit(c) ? c - '0' : c - 'A';
            return i % 2 == 1 ? value : odd.IndexOf((char)('A' + value), StringComparison.Ordinal);
        }).Sum();
        return code[15] == 'A' + (sum % 26);
    }

    private static string Passport(string number, string birth, string expiry) =>
        "P<UTOERIKSSON<<ANNA<MARIA".PadRight(44, '<') + "\n"
        + (TravelDigit(number) + "UTO" + TravelDigit(birth) + "F" + TravelDigit(expiry)).PadRight(44, '<');

    private static string Card(string number, string birth, string expiry) =>
        ("I<UTO" + TravelDigit(number)).PadRight(30, '<') + "\n" + (TravelDigit(birth) + "F" + TravelDigit(expiry) + "UTO").PadRight(30, '<') + "\n"
        + "ERIKSSON<<ANNA<MARIA".PadRight(30, '<');
}
