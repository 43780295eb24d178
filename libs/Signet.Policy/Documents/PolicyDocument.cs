using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Documents;

/// <summary>
/// A policy as operators write it, read strictly: <c>version</c> (1), <c>mode</c> (enforce, the default, or shadow),
/// <c>tool_calls</c> (check, the default, or pass: what happens when no check judges tool calls), <c>unknown_content</c> (deny, the
/// default, or pass: what happens with events and parts that no reader knows by name), <c>unknown_paths</c> (the same for paths),
/// <c>allow_no_checks</c> (false) and <c>checks</c>, a list of objects with the check's name as <c>check</c> and its options. Immutable.
/// </summary>
public sealed class PolicyDocument
{
    /// <summary>Longest document read, in octets.</summary>
    public const int MaxOctets = 1 << 20;

    /// <summary>What the policy of a document's top level is called.</summary>
    public const string DefaultName = "default";

    private const int MaxChecks = 64;
    private const int MaxDepth = 16;

    private readonly IReadOnlyList<PolicyCheck> _checks;

    private PolicyDocument(
        bool shadow,
        bool passToolCalls,
        bool passUnknown,
        bool passUnknownPaths,
        IReadOnlyList<PolicyCheck> checks,
        IReadOnlyList<PolicyWarning> warnings)
    {
        Shadow = shadow;
        PassToolCalls = passToolCalls;
        PassUnknown = passUnknown;
        PassUnknownPaths = passUnknownPaths;
        (_checks, Warnings) = (checks, warnings);
        Checks = [.. checks.Select(check => check.Name)];
    }

    /// <summary>True for <c>mode: shadow</c>: everything is decided and recorded, nothing enforced.</summary>
    public bool Shadow { get; }

    /// <summary>True for <c>tool_calls: pass</c>: tool calls that no check judges may go out.</summary>
    public bool PassToolCalls { get; }

    /// <summary>True for <c>unknown_content: pass</c>: what no reader knows by name may pass, inspected and named in the record.</summary>
    public bool PassUnknown { get; }

    /// <summary>True for <c>unknown_paths: pass</c>: paths that no wire format has may pass.</summary>
    public bool PassUnknownPaths { get; }

    /// <summary>The names of the checks in the order of the document.</summary>
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
            document = Read(new OptionReader("", json.RootElement, found, warnings), registry, warnings);
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

    /// <summary>Makes the pipeline, with fresh checks.</summary>
    /// <exception cref="ArgumentException">A plug-in's check has a bad time-out or takes part in no stage.</exception>
    public PolicyPipeline Build(TimeProvider time) => Build(time, CharacterTokenCounter.Instance, new CheckStates());

    /// <summary>Makes the pipeline, with fresh checks.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="tokens">Counts tokens that nobody has counted.</param>
    /// <param name="states">State that checks keep from one build to the next.</param>
    /// <exception cref="ArgumentException">A plug-in's check has a bad time-out or takes part in no stage.</exception>
    public PolicyPipeline Build(TimeProvider time, ITokenCounter tokens, CheckStates states)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(states);
        IEnumerable<CheckSlot> slots = _checks.Select(check => check.Build(new CheckEnvironment
        {
            Time = time,
            Name = check.Name,
            Tokens = tokens,
            States = states,
        }));
        return new PolicyPipeline(slots, Shadow, time, PassToolCalls, PassUnknown, PassUnknownPaths);
    }

    private static PolicyDocument Read(OptionReader root, CheckRegistry registry, IReadOnlyList<PolicyWarning> warnings)
    {
        if (!root.Has("version"))
        {
            root.Error("version", "is required");
        }

        root.Number("version", 1, 1, 1);
        bool shadow = root.Choice("mode", false, ("enforce", false), ("shadow", true));
        bool passToolCalls = root.Choice("tool_calls", false, ("check", false), ("pass", true));
        bool passUnknown = root.Choice("unknown_content", false, ("deny", false), ("pass", true));
        bool passUnknownPaths = root.Choice("unknown_paths", false, ("deny", false), ("pass", true));
        bool allowNoChecks = root.Flag("allow_no_checks", false);
        List<PolicyCheck> checks = [];
        foreach (OptionReader options in root.Objects("checks", MaxChecks))
        {
            if (PolicyCheck.Read(options, registry, checks) is { } check)
            {
                checks.Add(check);
            }
        }

        if (checks.Count == 0 && !allowNoChecks)
        {
            root.Error("checks", "is empty; say allow_no_checks: true if that is meant");
        }

        root.Finish();
        return new PolicyDocument(shadow, passToolCalls, passUnknown, passUnknownPaths, checks, warnings);
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
