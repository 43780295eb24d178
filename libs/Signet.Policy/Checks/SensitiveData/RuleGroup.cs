namespace Signet.Policy.Checks.SensitiveData;

/// <summary>What kind of thing a rule finds. A policy sets its action by group, then by rule.</summary>
public enum RuleGroup
{
    /// <summary>Keys, tokens and passwords.</summary>
    Secrets,

    /// <summary>Payment cards and bank accounts.</summary>
    Financial,

    /// <summary>Numbers by which a state knows a person.</summary>
    NationalIds,

    /// <summary>E-mail addresses and telephone numbers.</summary>
    Contact,

    /// <summary>Addresses of machines.</summary>
    Network,

    /// <summary>Addresses of crypto-currencies.</summary>
    CryptoAddresses,
}
