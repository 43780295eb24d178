using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>
/// Policies as operators write them, read strictly. The members of the top level are those of the policy <c>default</c> and what concerns
/// all: <c>version</c>, how strictly wire formats are read, named <c>policies</c>, and which requests these are for (<c>select</c>).
/// docs/policy.md lists the members. Immutable.
/// </summary>
public sealed class PolicyDocument
{
    /// <summary>Longest document read, in octets.</summary>
    public const int MaxOctets = 1 << 20;

    private const int MaxDepth = 40;

    private readonly IReadOnlyList<DocumentPolicy> _policies;
    private readonly IReadOnlyList<PolicySelection> _selections;

    internal PolicyDocument(
        IReadOnlyList<DocumentPolicy> policies,
        IReadOnlyList<PolicySelection> selections,
        bool passUnknown,
        bool passUnknownPaths,
        IReadOnlyList<PolicyWarning> warnings)
    {
        (_policies, _selections, PassUnknown, PassUnknownPaths, Warnings) = (policies, selections, passUnknown, passUnknownPaths, warnings);
        Checks = [.. policies[0].Checks.Select(check => check.Name)];
    }

    /// <summary>True for <c>mode: shadow</c> at the top level: everything is decided and recorded, nothing enforced.</summary>
    public bool Shadow => _policies[0].Shadow;

    /// <summary>True for <c>tool_calls: pass</c> at the top level: tool calls that no check judges may go out.</summary>
    public bool PassToolCalls => _policies[0].PassToolCalls;

    /// <summary>True for <c>unknown_content: pass</c>: what no reader knows by name may pass, inspected and named in the record.</summary>
    public bool PassUnknown { get; }

    /// <summary>True for <c>unknown_paths: pass</c>: paths that no wire format has may pass.</summary>
    public bool PassUnknownPaths { get; }

    /// <summary>The names of the default policy's checks in the order of the document.</summary>
    public IReadOnlyList<string> Checks { get; }

    /// <summary>Settings that are allowed and weak.</summary>
    public IReadOnlyList<PolicyWarning> Warnings { get; }

    /// <summary>Reads a policy that uses the checks of this library.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json, [NotNullWhen(true)] out PolicyDocument? document, out IReadOnlyList<PolicyError> errors) =>
        TryParse(utf8Json, CheckRegistry.BuiltIn, out document, out errors);

    /// <summary>Reads a policy. No octets make it throw.</summary>
    /// <param name="utf8Json">The document: JSON (RFC 8259) in UTF-8, at most <see cref="MaxOctets"/>.</param>
    /// <param name="registry">The checks that it may name.</param>
    /// <param name="document">The policy, or null when there are errors.</param>
    /// <param name="errors">All that is wrong (the first hundred); empty exactly when the policy is good.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> utf8Json,
        CheckRegistry registry,
        [NotNullWhen(true)] out PolicyDocument? document,
        out IReadOnlyList<PolicyError> errors)
    {
        ArgumentNullException.ThrowIfNull(registry);
        List<PolicyError> found = [];
        List<PolicyWarning> warnings = [];
        document = null;
        errors = found;
        if (utf8Json.Length > MaxOctets || !Utf8.IsValid(utf8Json))
        {
            found.Add(new PolicyError("", "must be UTF-8 of at most 1 MiB"));
            return false;
        }

        try
        {
            RefuseBrokenText(utf8Json);
            using JsonDocument json = JsonDocument.Parse(utf8Json.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth });
            document = new PolicyDocumentReader(registry, warnings).Read(new OptionReader("", json.RootElement, found, warnings));
        }
        catch (JsonException exception)
        {
            found.Add(new PolicyError("", $"is not JSON (line {exception.LineNumber + 1})"));
        }
        catch (InvalidOperationException)
        {
            found.Add(new PolicyError("", "holds a text with half a surrogate pair"));
        }

        if (found.Count > 0)
        {
            document = null;
        }

        return document is not null;
    }

    /// <summary>Makes the default policy, with fresh checks.</summary>
    /// <exception cref="ArgumentException">A plug-in's check has a bad time-out or takes part in no stage.</exception>
    public PolicyPipeline Build(TimeProvider time) => Build(time, CharacterTokenCounter.Instance, new CheckStates()).Default;

    /// <summary>Makes all policies, with fresh checks. A check that several policies inherit is one check.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="tokens">Counts tokens that nobody has counted.</param>
    /// <param name="states">State that checks keep from one build to the next. Not for concurrent builds.</param>
    /// <exception cref="ArgumentException">A plug-in's check has a bad time-out, takes part in no stage, or isn't what its definition says.</exception>
    public PolicySet Build(TimeProvider time, ITokenCounter tokens, CheckStates states)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(states);
        states.Begin();
        Dictionary<PolicyCheck, CheckSlot> slots = new(ReferenceEqualityComparer.Instance);
        CheckSlot Slot(PolicyCheck check)
        {
            if (!slots.TryGetValue(check, out CheckSlot? slot))
            {
                slots[check] = slot = check.Build(new CheckEnvironment
                {
                    Time = time,
                    Policy = check.Policy,
                    Name = check.Name,
                    Tokens = tokens,
                    States = states,
                });
            }

            return slot;
        }

        List<PolicyPipeline> pipelines = [.. _policies.Select(policy => new PolicyPipeline(
            policy.Name, policy.Checks.Select(Slot), policy.Shadow, time, policy.PassToolCalls, PassUnknown, PassUnknownPaths))];
        states.Settle();
        return new PolicySet(pipelines[0], pipelines.Skip(1), _selections, time);
    }

    /// <summary>Escapes such as a lone \ud800 are valid JSON and no valid text; the reader throws on them wherever they stand.</summary>
    private static void RefuseBrokenText(ReadOnlySpan<byte> utf8Json)
    {
        Utf8JsonReader reader = new(utf8Json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                _ = reader.GetString();
            }
        }
    }
}
