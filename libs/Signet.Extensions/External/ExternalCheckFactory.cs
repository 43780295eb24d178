using Signet.Extensions.Contract;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Extensions.External;

/// <summary>Reads <c>external</c> from a policy document.</summary>
internal static class ExternalCheckFactory
{
    private const int MaxAppIdLength = 256;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader, ExtensionHost host, JsonEndpoint endpoint)
    {
        string? url = reader.Text("url", EndpointAddress.MaxLength);
        string? appId = reader.Text("dapr_app_id", MaxAppIdLength);
        string method = reader.Text("dapr_method", EndpointAddress.MaxLength) ?? "";
        ExternalCheckOptions options = new()
        {
            Address = Address(reader, host, url, appId, method),
            ThroughDapr = appId is not null,
            Stage = reader.Choice(
                "stage", Stage.Admission, ("admission", Stage.Admission), ("commitment", Stage.Commitment), ("record", Stage.Record)),
            Kinds = reader.Words("kinds", CheckWire.Kinds)?.ToHashSet(),
            Roles = reader.Words("roles", CheckWire.Roles)?.ToHashSet(),
            Token = Token(reader, host, appId),
            AnswerWithin = TimeSpan.FromMilliseconds(reader.Number("answer_within_ms", 10, 60_000, 1_000)),
            MaxRequestOctets = reader.Number("max_request_kib", 1, 16_384, 1_024) << 10,
            MaxResponseOctets = reader.Number("max_response_kib", 1, 1_024, 256) << 10,
            MaxConcurrency = reader.Number("max_concurrency", 1, 10_000, 64),
            OnFailure = reader.Choice(
                "on_failure", FailureAction.Block, ("block", FailureAction.Block), ("escalate", FailureAction.Escalate)),
        };
        if (options.Stage != Stage.Admission && (options.Kinds is not null || options.Roles is not null))
        {
            reader.Error(options.Kinds is null ? "roles" : "kinds", "has a meaning in the stage admission alone");
        }

        return environment =>
        {
            ExternalService service = new(environment.Name, options, host, endpoint, environment.Time);
            return options.Stage switch
            {
                Stage.Admission => new ExternalAdmissionCheck(service),
                Stage.Commitment => new ExternalCommitmentCheck(service),
                _ => new ExternalRecordCheck(service),
            };
        };
    }

    private static Uri Address(OptionReader reader, ExtensionHost host, string? url, string? appId, string method)
    {
        if (url is null == appId is null)
        {
            reader.Error("url", "must be given, or dapr_app_id, and not both");
        }

        if (method.Length > 0 && (appId is null || method.Split('/').Any(segment => !IsPlain(segment))))
        {
            reader.Error("dapr_method", "must be a path of letters, digits, '.', '_' and '-', beside dapr_app_id");
        }

        if (appId is not null)
        {
            if (!IsPlain(appId))
            {
                reader.Error("dapr_app_id", "must be letters, digits, '.', '_' and '-'");
            }

            return EndpointAddress.Append(host.DaprEndpoint, $"v1.0/invoke/{appId}/method/{method}".TrimEnd('/'));
        }

        if (EndpointAddress.Parse(url ?? "") is { } address)
        {
            if (EndpointAddress.IsInClear(address))
            {
                reader.Warn("url", "is http: whoever is between here and the service can read and answer what it is asked");
            }

            return address;
        }

        if (url is not null)
        {
            reader.Error("url", "must be an absolute http or https address without user information, query and fragment");
        }

        return ExtensionHost.DefaultDaprEndpoint;
    }

    private static string? Token(OptionReader reader, ExtensionHost host, string? appId)
    {
        string? token = reader.Text("token", CheckName.MaxLength);
        if (token is not null && (appId is not null || !CheckName.IsValid(token) || !host.Secrets.Has(token)))
        {
            reader.Error("token", "must be the name of a secret that the host has for checks, beside url");
        }

        return token;
    }

    /// <summary>True for a part of a path that no server reads as something else.</summary>
    private static bool IsPlain(string segment) =>
        segment.Length > 0 && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && segment is not ("." or "..");
}
