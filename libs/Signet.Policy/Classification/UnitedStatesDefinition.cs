namespace Signet.Policy.Classification;

/// <summary>
/// The markings of the United States, as far as they are public: the levels of E.O. 13526, the control systems and controls of the
/// intelligence community's register of markings, the categories of controlled unclassified information (32 CFR 2002), countries by ISO 3166-1.
/// </summary>
internal static class UnitedStatesDefinition
{
    internal const string ForeignGovernment = "FGI";

    internal const string TopSecret = "TOP SECRET";

    private const string Confidential = "CONFIDENTIAL";
    private const string Controlled = "CUI";

    private const string Categories = "ADJ ADPO AG AIV APP ARCHR ASYL BARG BATT BUDG CCI CEII CENS CHLD CHRI CMPRS COMPT CONREG CONTRACT CONV "
        + "CRIT CRITAN CTI CVI CVIC DCNI DCRIT DREC EMGT EXPT EXPTR FHFANPI FINT FISAB FNC FSEC FSI FUND GENETIC GEO HISTP HLTH ID IFNC INF "
        + "INTEL INTL INV INVENT ISVI IVIC JURY JUV LCOMM LDNA LEI LFNC LMI LNSL LPROT LSCRN LVIC MERG MFC MIL NETW NNPI NPSR NUC OCCMTO "
        + "OPSEC PCII PERS PEST PHYS POST PRE PRIIG PRIOR PRIVILEGE PROCURE PROT PRVCY PSEC RAIL RECCOM RESD RTR RWRD SAFE SBIZ SCV SERV SGI "
        + "SRI SSEL STAT STUD TAX UCNI VISA WATER WHSTL";

    private const string Countries = "USA ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR "
        + "BHS BIH BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB CUW CXR CYM CYP "
        + "CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD "
        + "GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT "
        + "LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI "
        + "MYS MYT NAM NCL NER NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU RUS "
        + "RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA TCD TGO THA TJK TKL TKM TLS "
        + "TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY UZB VAT VCT VEN VGB VIR VNM VUT WLF WSM YEM ZAF ZMB ZWE";

    internal static LatticeDefinition Value { get; } = new()
    {
        AnyCase = true,
        Home = "USA",
        Levels =
        [
            new("UNCLASS", ["UNCLASSIFIED", "U"]),
            new(Controlled, ["FOUO", "CONTROLLED", "FOR OFFICIAL USE ONLY"]),
            new(Confidential, ["C"]),
            new("SECRET", ["S"]),
            new("TS", [TopSecret], RaisesWithCompartment: true),
            new("TS_SCI", ["TS/SCI", "TS-SCI", "SCI"]),
        ],
        LevelTerms = ["SCI", "FOUO", "FOR OFFICIAL USE ONLY", Controlled],
        LooseWords = ["NF", "NOFORN", "REL", "REL TO", "SI", "SCI", "HCS", "TK", "ORCON", "IMCON", "FVEY", "FOUO"],
        LoneWords = ["NOFORN", "FVEY", "ORCON", "IMCON"],
        LoneLevel = "SECRET",
        ProseLevels = [(TopSecret, 2), ("FOUO", 0)],
        Terms = [.. System("SI", "SI-G"), .. System("HCS", "HCS-O", "HCS-P"), .. System("TK"), .. System("KDK"), .. System("RSV"),
            new("SAR", ["SAP", "SPECIAL ACCESS REQUIRED"], [], Confidential), .. Others(), .. Categories.Split(' ').SelectMany(Category)],
        Audiences = [.. Countries.Split(' ').Select(code => new LatticeAudience(code, [])), .. Groups()],
        Releasabilities = [new("NOFORN", ["NF"], ["USA"]), new("RELIDO", [], ["USA"])],
    };

    private static IEnumerable<LatticeTerm> System(string name, params string[] parts) =>
        parts.Select(part => new LatticeTerm(part, [], [name], Confidential)).Prepend(new LatticeTerm(name, [], [], Confidential));

    private static IEnumerable<LatticeTerm> Others() =>
    [
        Control("RD", Confidential, []),
        Control("RD-CNWDI", Confidential, ["RD-N", "CNWDI"]) with { Implies = ["RD"] },
        Control("FRD", Confidential, []),
        Control("TFNI", Confidential, []),
        Control(ForeignGovernment, Confidential, []),
        Control("ORCON", Confidential, ["OC"]),
        Control("ORCON-USGOV", Confidential, ["OC-USGOV"]) with { Implies = ["ORCON"] },
        Control("IMCON", Confidential, ["IMC"]),
        Control("DSEN", Controlled, []),
        Control("RSEN", Controlled, []),
        Control("LIMDIS", Controlled, ["DS"]),
        Control("EXDIS", Controlled, ["XD"]),
        Control("NODIS", Controlled, ["ND"]),
        Control("LES", Controlled, []),
        Control("SBU", Controlled, []),
        Control("FED ONLY", Controlled, []),
        Control("FEDCON", Controlled, []),
        Control("NOCON", Controlled, []),
        Control("DL ONLY", Controlled, []),
        Control("DELIBERATIVE", Controlled, []),
        Control("ATTORNEY-CLIENT", Controlled, ["AC"]),
        Control("ATTORNEY-WP", Controlled, ["AWP"]),

        // Controls and categories in one: they stand at all levels, and may be specified.
        Control("PROPIN", Controlled, ["PR"]),
        Control("SP-PROPIN", Controlled, []) with { Implies = ["PROPIN"] },
        Control("FISA", Controlled, []),
        Control("SP-FISA", Controlled, []) with { Implies = ["FISA"] },
        Control("SSI", Controlled, []),
        Control("SP-SSI", Controlled, []) with { Implies = ["SSI"] },
    ];

    private static LatticeTerm Control(string name, string minLevel, IReadOnlyList<string> aliases) =>
        new(name, aliases, [], minLevel, IsCompartment: false);

    /// <summary>A category, and its specified form: stricter, so it implies the other.</summary>
    private static IEnumerable<LatticeTerm> Category(string name)
    {
        // GEO is Georgia too: the country keeps the word, the category has its specified form.
        string basic = name == "GEO" ? "CUI-GEO" : name;
        return [Control(basic, Controlled, []), Control("SP-" + name, Controlled, []) with { Implies = [basic] }];
    }

    private static IEnumerable<LatticeAudience> Groups() =>
    [
        new("FVEY", ["AUS", "CAN", "GBR", "NZL", "USA"]),
        new("ACGU", ["AUS", "CAN", "GBR", "USA"]),
        new("TEYE", ["AUS", "GBR", "USA"]),
        new("NATO", ["ALB", "BEL", "BGR", "CAN", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "ISL",
            "ITA", "LTU", "LUX", "LVA", "MKD", "MNE", "NLD", "NOR", "POL", "PRT", "ROU", "SVK", "SVN", "SWE", "TUR", "USA"]),
    ];
}
