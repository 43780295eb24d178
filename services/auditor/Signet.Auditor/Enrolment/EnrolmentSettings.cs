namespace Signet.Auditor.Enrolment;

/// <summary>How an auditor is told who may enrol: the section <c>Auditor:Enrolment</c>.</summary>
public sealed class EnrolmentSettings
{
    /// <summary><c>token</c>, the default, <c>kubernetes</c> or <c>configured</c>.</summary>
    public string Mode { get; set; } = "token";

    /// <summary>The audience of the tokens that pods show. The default is <c>signet-auditor</c>.</summary>
    public string Audience { get; set; } = EnrolmentOptions.DefaultAudience;

    /// <summary>The service accounts that may enrol, as <c>namespace/name</c>.</summary>
    public IList<string> ServiceAccounts { get; } = [];

    /// <summary>Keys that are accepted because they stand here.</summary>
    public IList<EnrolledKeySettings> Keys { get; } = [];

    /// <summary>The options of the module.</summary>
    /// <exception cref="ArgumentException">A value has another form.</exception>
    public EnrolmentOptions ToOptions() => new()
    {
        Mode = Mode switch
        {
            "token" => EnrolmentMode.Token,
            "kubernetes" => EnrolmentMode.Kubernetes,
            "configured" => EnrolmentMode.Configured,
            _ => throw new ArgumentException("Auditor:Enrolment:Mode is token, kubernetes or configured."),
        },
        Audience = Audience,
        ServiceAccounts = [.. ServiceAccounts.Select(ServiceAccount.Parse)],
        Keys = [.. Keys.Select(key => new EnrolledKey(key.Producer, key.KeyId, key.Alg, Decode(key.PublicKey)))],
    };

    private static byte[] Decode(string base64)
    {
        var octets = new byte[64];
        return Convert.TryFromBase64String(base64, octets, out var length)
            ? octets[..length]
            : throw new ArgumentException("A listed key's public key is not base64.");
    }
}
