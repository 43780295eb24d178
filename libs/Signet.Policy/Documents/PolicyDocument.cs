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

    private const int MaxChecks = 64;
    private const int MaxDepth = 16;

    private readonly IReadOnlyList<Func<TimeProvider, ICheck>> _makers;

    private PolicyDocument(
        bool shadow,
        bool passToolCalls,
        bool passUnknown,
        bool passUnknownPaths,
        IReadOnlyList<string> checks,
        IReadOnlyList<Func<TimeProvider, ICheck>> makers)
    {
        Shadow = shadow;
        PassToolCalls = passToolCalls;
        PassUnknown = passUnknown;
        PassUnknownPaths = passUnknownPaths;
        Checks = checks;
        _makers = makers;
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
            document = Read(new OptionReader("", json.RootElement, found), registry);
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
    /// <exception cref="ArgumentException">A plug-in's check has a bad name or time-out.</exception>
    public PolicyPipeline Build(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        return new PolicyPipeline(_makers.Select(make => make(time)), Shadow, time, PassToolCalls, PassUnknown, PassUnknownPaths);
    }

    private static PolicyDocument Read(OptionReader root, CheckRegistry registry)
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
        List<string> names = [];
        List<Func<TimeProvider, ICheck>> makers = [];
        foreach (OptionReader options in root.Objects("checks", MaxChecks))
        {
            string name = options.RequiredText("check", 64);
            if (names.Contains(name))
            {
                options.Error("check", "stands twice in the policy");
            }
            else if (registry.Find(name) is { } factory)
            {
                makers.Add(factory(options));
                names.Add(name);
            }
            else
            {
                options.Error("check", "is not the name of a check");
            }
        }

        if (names.Count == 0 && !allowNoChecks)
        {
            root.Error("checks", "is empty; say allow_no_checks: true if that is meant");
        }

        root.Finish();
        return new PolicyDocument(shadow, passToolCalls, passUnknown, passUnknownPaths, names, makers);
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
