using Signet.Policy.Documents;
using Signet.Policy.Extensions;
using Signet.Policy.Pipeline;
using Signet.Shared.Endpoints;

namespace Signet.Plugins.Tribunal;

/// <summary>Reads <c>tribunal</c> from a policy document.</summary>
internal static class TribunalFactory
{
    private const int MaxTools = 1_000;
    private static readonly Judge None = new(new Uri("http://127.0.0.1"), "", null);

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader, PluginHost host, JsonEndpoint endpoint)
    {
        List<Judge> judges = [];
        foreach (OptionReader judge in reader.Objects("judges", 2))
        {
            judges.Add(ReadJudge(judge, host));
        }

        if (judges.Count != 2)
        {
            reader.Error("judges", "must be two");
        }
        else if (judges[0].Address == judges[1].Address && judges[0].Model == judges[1].Model)
        {
            reader.Warn("judges", "are one and the same model: what misleads one misleads both");
        }

        IReadOnlyList<string> tools = reader.Texts("only_for_tools", MaxTools, 256);
        if (reader.Has("only_for_tools") && tools.Count == 0)
        {
            reader.Error("only_for_tools", "is empty, so that no call would be judged");
        }

        TribunalOptions options = new()
        {
            Judges = (judges.ElementAtOrDefault(0) ?? None, judges.ElementAtOrDefault(1) ?? None),
            Criteria = reader.Text("criteria", 4_096) ?? TribunalOptions.DefaultCriteria,
            AnswerWithin = TimeSpan.FromMilliseconds(reader.Number("answer_within_ms", 100, 120_000, 10_000)),
            MaxArgumentsLength = reader.Number("max_arguments_kib", 1, 1_024, 64) << 10,
            MaxResponseOctets = reader.Number("max_response_kib", 1, 1_024, 64) << 10,
            MaxTokens = reader.Number("max_tokens", 32, 4_096, 128),
            OnlyForTools = reader.Has("only_for_tools") ? tools.ToHashSet(StringComparer.Ordinal) : null,
        };
        return environment => new TribunalCheck(environment.Name, options, host.Secrets, endpoint, environment.Time);
    }

    private static Judge ReadJudge(OptionReader reader, PluginHost host)
    {
        Uri? address = EndpointAddress.Parse(reader.RequiredText("url", EndpointAddress.MaxLength));
        if (address is null)
        {
            reader.Error("url", "must be an absolute http or https address without user information, query and fragment");
        }
        else if (EndpointAddress.IsInClear(address))
        {
            reader.Warn("url", "is http: whoever is between here and the judge can read and answer what it is asked");
        }

        string model = reader.RequiredText("model", 256);
        string? token = reader.Text("token", CheckName.MaxLength);
        if (token is not null && (!CheckName.IsValid(token) || !host.Secrets.Has(token)))
        {
            reader.Error("token", "must be the name of a secret that the host has for checks");
        }

        return new Judge(address ?? None.Address, model, token);
    }
}
