namespace Signet.Messaging;

/// <summary>How a service is told where its auditor is: the <c>Auditor</c> section of its settings.</summary>
public sealed class AuditorClientSettings
{
    /// <summary>The section's name.</summary>
    public const string Section = "Auditor";

    /// <summary>The auditor's address; with <see cref="AppId"/> that of the Dapr sidecar beside this process.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The auditor's app id when it is reached by a sidecar's service invocation; empty, the default, to reach it directly.</summary>
    public string AppId { get; set; } = "";

    /// <summary>
    /// The file that holds the API token of whoever is asked: of the auditor, or of the sidecar beside this process. Its white space
    /// is trimmed. Empty for a sidecar that asks for none.
    /// </summary>
    public string TokenPath { get; set; } = "";

    /// <summary>
    /// The file of the service-account token that is projected for the auditor; read again for every enrolment. Empty, the default, where the auditor
    /// doesn't ask the cluster.
    /// </summary>
    public string WorkloadTokenPath { get; set; } = "";

    /// <summary>The options of the clients.</summary>
    /// <exception cref="InvalidOperationException">The address is missing, or the token of an auditor that is reached directly.</exception>
    /// <exception cref="IOException">The token file can't be read.</exception>
    public HttpCommitTransportOptions ToOptions() => new()
    {
        BaseAddress = BaseAddress ?? throw new InvalidOperationException("Auditor:BaseAddress is missing."),
        AppId = AppId.Length == 0 ? null : AppId,
        WorkloadTokenPath = WorkloadTokenPath.Length == 0 ? null : WorkloadTokenPath,
        ApiToken = (TokenPath, AppId) switch
        {
            ("", "") => throw new InvalidOperationException("Auditor:TokenPath is missing."),
            ("", _) => null,
            _ => File.ReadAllText(TokenPath).Trim(),
        },
    };
}
