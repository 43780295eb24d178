using Signet.Policy.Checks.SensitiveData.Detectors;
using Signet.Policy.Checks.SensitiveData.Validation;
using static Signet.Policy.Checks.SensitiveData.Scanning.Characters;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>
/// All rules. Where findings overlap, the rule that stands first names them, so that the more telling one comes before the more general.
/// Rules for short numbers without strong check digits want a word of the context (patterns with <c>?</c>): a false alarm in ordinary text
/// is worse than a number missed.
/// </summary>
internal static class RuleTable
{
    private static readonly string[] Card =
    [
        "dddd~dddd~dddd~dddd", "dddd~dddddd~ddddd", "dddd~dddddd~dddd", Of('d', 14), Of('d', 15), Of('d', 16),
        "?" + Of('d', 13), "?" + Of('d', 17), "?" + Of('d', 18), "?" + Of('d', 19), "?dddd~dddd~dddd~dddd~ddd",
    ];

    private static readonly (SensitiveRule Rule, Func<double?, Detector[]> Make)[] Table =
    [
        // Secrets
        Secret("private_key", "PRIVATE KEY", 0, _ => new PrivateKeyBlock()),
        Secret("aws_access_key_id", "AWS KEY ID", 4, _ => new PrefixedToken(["AKIA", "ASIA"], UpperDigits, 16, 16, TokenForms.IsAwsKeyId)),
        Secret("aws_secret_access_key", "AWS SECRET KEY", 0, entropy => new Assignment(
            ["awssecretaccesskey", "awssecretkey", "secretaccesskey", "awssecret"],
            40,
            entropy ?? 4,
            body => body.Length == 40 && body.IndexOfAnyExcept(Base64) < 0)),
        Secret("github_token", "GITHUB TOKEN", 3, _ => new PrefixedToken(["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], Word, 36, 36, TokenChecksum.Fits)),
        Secret("github_fine_grained_token", "GITHUB TOKEN", 9, _ => new PrefixedToken(["github_pat_"], Identifier, 82, 82, TokenForms.IsGitHubFineGrained)),
        Secret("gitlab_token", "GITLAB TOKEN", 5, _ => new PrefixedToken(["glpat-"], Base64Url, 20, 64, TokenForms.IsRandom)),
        Secret("slack_token", "SLACK TOKEN", 4, _ => new PrefixedToken(
            ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xapp-"], Base64Url, 20, 256, TokenForms.IsSlack)),
        Secret("slack_webhook", "SLACK WEBHOOK", 16, _ => new PrefixedToken(["hooks.slack.com/services/"], SlackPath, 40, 100, TokenForms.IsSlackWebhook)),
        Secret("stripe_key", "STRIPE KEY", 6, _ => new PrefixedToken(["sk_live_", "rk_live_"], Word, 20, 247, TokenForms.IsRandom)),
        Secret("anthropic_key", "ANTHROPIC KEY", 5, _ => new PrefixedToken(["sk-ant-"], Base64Url, 32, 200, TokenForms.IsMixed)),
        Secret("openai_key", "OPENAI KEY", 2, _ => new PrefixedToken(["sk-"], Base64Url, 20, 247, TokenForms.IsModelKey)),
        Secret("google_api_key", "GOOGLE API KEY", 4, _ => new PrefixedToken(["AIza"], Base64Url, 35, 35, TokenForms.IsMixed)),
        Secret("google_oauth_secret", "GOOGLE CLIENT SECRET", 6, _ => new PrefixedToken(["GOCSPX-"], Base64Url, 28, 28, TokenForms.IsMixed)),
        Secret("npm_token", "NPM TOKEN", 3, _ => new PrefixedToken(["npm_"], Word, 36, 36, TokenChecksum.Fits)),
        Secret("pypi_token", "PYPI TOKEN", 4, _ => new PrefixedToken(["pypi-"], Base64Url, 85, 512, TokenForms.IsPyPi)),
        Secret("azure_storage_key", "AZURE STORAGE KEY", 10, _ => new PrefixedToken(["AccountKey="], Base64Padded, 88, 88, TokenForms.IsAzureKey)),
        Secret("sendgrid_key", "SENDGRID KEY", 2, _ => new PrefixedToken(["SG."], Base64Dotted, 66, 66, TokenForms.IsSendGrid)),
        Secret("twilio_sid", "TWILIO SID", 2, _ => new HexWord(["SK", "AC"], 32)),
        Secret("telegram_bot_token", "TELEGRAM TOKEN", 0, _ => new BotToken()),
        Secret("discord_token", "DISCORD TOKEN", 0, _ => new DiscordToken()),
        Secret("json_web_token", "JSON WEB TOKEN", 3, _ => new JsonWebToken()),
        Secret("url_password", "PASSWORD", 0, _ => new UrlPassword()),
        Secret("authorization_header", "CREDENTIALS", 0, entropy => new AuthorizationHeader(entropy ?? 3)),
        Secret("password_assignment", "PASSWORD", 0, entropy => new Assignment(
            ["password", "passwd", "passphrase", "passwort", "contrasena", "motdepasse", "senha", "pwd"], 6, entropy ?? 2.25)),
        Secret("secret_assignment", "SECRET", 0, entropy => new Assignment(
            [
                "apikey", "secret", "secretkey", "secretkeybase", "accesskey", "accountkey", "authtoken", "accesstoken", "refreshtoken", "token",
                "privatekey", "clientsecret", "encryptionkey", "signingkey", "credential", "credentials",
            ],
            16,
            entropy ?? 3)),
        Secret("random_secret", "SECRET", 0, entropy => new RandomWord(
            entropy ?? 3.8, "secret", "token", "password", "api key", "apikey", "access key", "credential", "passphrase")),

        // Money
        (new("payment_card", RuleGroup.Financial, "CARD NUMBER", KeepTail: 4), _ =>
            NumberDetector.For(
                Card, PaymentCards.IsNumber, "card", "visa", "mastercard", "maestro", "amex", "unionpay", "credit", "debit", "karte", "kreditkarte",
                "tarjeta")),
        (new("iban", RuleGroup.Financial, "IBAN", KeepHead: 2), _ => [new IbanDetector()]),

        // Numbers by which a state knows a person
        Id("us_ssn", "SSN", ["ddd-dd-dddd", "?ddd dd dddd", "?ddddddddd"], NationalNumbers.IsUsSsn, "ssn", "social security"),
        Id("us_itin", "ITIN", ["ddd-dd-dddd", "?ddd dd dddd", "?ddddddddd"], NationalNumbers.IsUsItin, "itin", "taxpayer"),
        Id("uk_nino", "NINO", ["LL~dd~dd~dd~L", "?LLddddddL"], NationalNumbers.IsUkNino, "nino", "national insurance", "ni number", "ni no"),
        Id("de_steuer_id", "STEUER ID", ["?dd ddd ddd ddd", "?ddddddddddd"], NationalNumbers.IsGermanTaxId, "steuer", "idnr", "tax id", "tin"),
        Id("nl_bsn", "BSN", ["?ddddddddd", "?dddd~dd~ddd", "?ddd~ddd~ddd"], NationalNumbers.IsDutchBsn, "bsn", "burgerservice", "sofi"),
        Id("fr_nir", "NIR", ["d dd dd ww ddd ddd dd", "dddddwwdddddddd"], NationalNumbers.IsFrenchNir),
        Id("it_codice_fiscale", "CODICE FISCALE", ["LLLLLLwwLwwLwwwL"], NationalNumbers.IsItalianFiscalCode),
        Id("es_dni", "DNI", ["dddddddd-L", "dd.ddd.ddd-L", "?ddddddddL", "L-ddddddd-L", "?LdddddddL"], NationalNumbers.IsSpanishId,
            "dni", "nif", "nie", "documento", "identidad"),
        Id("pl_pesel", "PESEL", ["?ddddddddddd"], NationalNumbers.IsPolishPesel, "pesel"),
        Id("se_personnummer", "PERSONNUMMER", ["dddddddd-dddd", "?dddddd-dddd", "?dddddd+dddd", "?dddddddddddd", "?dddddddddd"],
            NationalNumbers.IsSwedishPersonalNumber, "personnummer", "personal number", "pnr", "samordningsnummer"),
        Id("br_cpf", "CPF", ["ddd.ddd.ddd-dd", "?ddddddddddd"], NationalNumbers.IsBrazilianCpf, "cpf"),
        Id("br_cnpj", "CNPJ", ["dd.ddd.ddd/dddd-dd", "?dddddddddddddd"], NationalNumbers.IsBrazilianCnpj, "cnpj"),
        Id("in_aadhaar", "AADHAAR", ["?dddd~dddd~dddd", "?dddddddddddd"], NationalNumbers.IsIndianAadhaar, "aadhaar", "aadhar", "uidai", "आधार"),
        Id("in_pan", "PAN", ["?LLLLLddddL"], NationalNumbers.IsIndianPan, "PAN", "permanent account", "income tax"),
        Id("ca_sin", "SIN", ["?ddd~ddd~ddd", "?ddddddddd"], NationalNumbers.IsCanadianSin, "SIN", "social insurance", "assurance sociale", "NAS"),
        Id("au_tfn", "TFN", ["?ddd~ddd~ddd", "?ddddddddd"], NationalNumbers.IsAustralianTfn, "tfn", "tax file"),
        Id("au_medicare", "MEDICARE NUMBER", ["?dddd~ddddd~d", "?dddddddddd"], NationalNumbers.IsAustralianMedicare, "medicare"),
        (new("travel_document", RuleGroup.NationalIds, "TRAVEL DOCUMENT"), _ => [new MachineReadableZone()]),

        // How to reach a person
        (new("email", RuleGroup.Contact, "EMAIL", KeepsDomain: true), _ => [new EmailAddress()]),
        (new("phone", RuleGroup.Contact, "PHONE"), _ =>
        [
            new PhoneNumber(),
            .. NumberDetector.For(["(ddd) ddd-dddd", "ddd-ddd-dddd", "?ddd.ddd.dddd", "?ddd ddd dddd", "?dddddddddd"], PhonePlans.IsNorthAmerican, Phone),
            .. NumberDetector.For(
                [
                    "?dd dd dd dd dd", "?dd.dd.dd.dd.dd", "?ddddd dddddd", "?dddd ddd dddd", "?ddd dddd dddd", "?ddd ddddddd", "?ddddd ddddd",
                    "?dddd ddddddd", "?ddddddddddd",
                ],
                PhonePlans.HasTrunkPrefix, Phone),
        ]),

        // Machines
        (new("ipv4", RuleGroup.Network, "IP ADDRESS"), _ => [new Ipv4Address()]),
        (new("ipv6", RuleGroup.Network, "IP ADDRESS"), _ => [new Ipv6Address()]),
        (new("mac", RuleGroup.Network, "MAC ADDRESS"), _ => [new MacAddress()]),

        // Crypto-currencies
        (new("bitcoin", RuleGroup.CryptoAddresses, "BITCOIN ADDRESS"), _ => [new BitcoinAddress()]),
        (new("ethereum", RuleGroup.CryptoAddresses, "ETHEREUM ADDRESS"), _ =>
            [new EthereumAddress("eth", "ethereum", "wallet", "erc20", "erc-20", "address", "usdt")]),
    ];

    /// <summary>The rules, the more telling one first.</summary>
    internal static IReadOnlyList<SensitiveRule> Rules { get; } = [.. Table.Select(entry => entry.Rule)];

    /// <summary>The rules that have a threshold of entropy.</summary>
    internal static IReadOnlyList<string> RandomRules { get; } =
        ["aws_secret_access_key", "authorization_header", "password_assignment", "secret_assignment", "random_secret"];

    private static string[] Phone =>
    [
        "phone", "tel", "telephone", "mobile", "cell", "call", "whatsapp", "telefon", "téléphone", "telefono", "teléfono", "celular", "handy", "fax",
    ];

    internal static SensitiveRule? Find(string id) => Rules.FirstOrDefault(rule => rule.Id == id);

    /// <summary>The detectors of a rule.</summary>
    /// <param name="id">The rule.</param>
    /// <param name="minEntropy">In place of its own threshold, where it has one.</param>
    internal static Detector[] DetectorsOf(string id, double? minEntropy) => Table.First(entry => entry.Rule.Id == id).Make(minEntropy);

    private static string Of(char c, int count) => new(c, count);

    private static (SensitiveRule Rule, Func<double?, Detector[]> Make) Secret(string id, string label, int head, Func<double?, Detector> make) =>
        (new SensitiveRule(id, RuleGroup.Secrets, label, KeepHead: head), entropy => [make(entropy)]);

    private static (SensitiveRule Rule, Func<double?, Detector[]> Make) Id(
        string id, string label, string[] patterns, NumberValidator validator, params string[] context) =>
        (new SensitiveRule(id, RuleGroup.NationalIds, label), _ => NumberDetector.For(patterns, validator, context));
}
