using System.Globalization;
using Signet.Policy.Classification;
using Signet.Policy.Classification.Marking;
using Signet.Policy.Content;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ClassificationGate;

/// <summary>
/// Blocks a request whose data's label the caller's clearance doesn't dominate, and one that names a label nobody knows; where the options
/// say so, what the request's text is marked with counts too. Sets <see cref="RequestContext.DataLabel"/> and
/// <see cref="RequestContext.ClearanceLabel"/>, and their texts.
/// </summary>
public sealed class ClassificationGateCheck : IAdmissionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "classification_gate";

    private const int Slice = 16_384;

    private readonly ClassificationGateOptions _options;

    /// <summary>Makes the check.</summary>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public ClassificationGateCheck(ClassificationGateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        UnicodeSupport.Require();
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Runs early: checks on content may depend on the level.</summary>
    public int Priority => -100;

    /// <summary>Ten seconds: linear work on a large body, on a machine that is busy.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(_options.ReadMarkings ? 10 : 1);

    /// <inheritdoc/>
    public bool ReadsContent => _options.ReadMarkings;

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return ValueTask.FromResult(Judge(request));
    }

    private AdmissionResult Judge(RequestContext request)
    {
        ClassificationLattice lattice = _options.Lattice;
        if (Read(request, SecurityHeaders.Classification, LabelUse.Data, _options.DefaultClassification) is not { } declared)
        {
            return Unknown(SecurityHeaders.Classification);
        }

        (request.DataLabel, request.Classification) = (declared, declared.ToString());
        if (Read(request, SecurityHeaders.CallerClearance, LabelUse.Clearance, _options.DefaultClearance) is not { } clearance)
        {
            return Unknown(SecurityHeaders.CallerClearance);
        }

        (request.ClearanceLabel, request.Clearance) = (clearance, clearance.ToString());
        if (!_options.ReadMarkings)
        {
            return Compare(request, declared, clearance);
        }

        List<MarkingMatch> found = [];
        MarkingScanner scanner = new(lattice.Markings, _options.TopSecretInProse);
        (int seen, int unread) = Scan(request, scanner, found);
        bool hiddenRun = JoinedText.HasAny(request.Content) && ScanJoined(request, found);
        CheckResult result = Weigh(request, declared, clearance, found, hiddenRun || scanner.FoundHiddenRun);
        return new AdmissionResult { Result = result, Seen = seen, Unread = unread };
    }

    private ClassificationLabel? Read(RequestContext request, string header, LabelUse use, ClassificationLabel? defaultLabel)
    {
        string value = SecurityHeaders.Read(request, header);
        return value.Length == 0 ? defaultLabel ?? _options.Lattice.Lowest
            : _options.Lattice.TryParse(value, use, out ClassificationLabel? label) ? label : null;
    }

    /// <summary>All items are read as one text, so that no marking hides by standing in two of them.</summary>
    private static (int Seen, int Unread) Scan(RequestContext request, MarkingScanner scanner, List<MarkingMatch> found)
    {
        int seen = 0;
        int unread = 0;
        foreach (ContentItem item in request.Content)
        {
            if (item.Kind == ContentKind.Media)
            {
                unread++;
                continue;
            }

            seen++;
            Push(scanner, item.Text, found, request.Budget);
            scanner.Push("\n", found);
        }

        scanner.Complete(found);
        return (seen, unread);
    }

    /// <summary>
    /// The parts of one message have nothing between them, not even the end of a line. Of what is found there, what the items say already
    /// counts no more.
    /// </summary>
    private bool ScanJoined(RequestContext request, List<MarkingMatch> found)
    {
        MarkingScanner scanner = new(_options.Lattice.Markings, _options.TopSecretInProse);
        List<MarkingMatch> joined = [];
        using JoinedText text = new(request.Content, int.MaxValue, static _ => false);
        while (text.MoveNext())
        {
            Push(scanner, text.Text, joined, request.Budget);
            scanner.Push("\n", joined);
        }

        scanner.Complete(joined);
        ClassificationLabel known = _options.Lattice.Lowest;
        foreach (MarkingMatch match in found)
        {
            known = known.Join(match.Label);
        }

        foreach (MarkingMatch match in joined)
        {
            if (!known.Dominates(match.Label))
            {
                known = known.Join(match.Label);
                found.Add(match);
            }
        }

        return scanner.FoundHiddenRun;
    }

    private static void Push(MarkingScanner scanner, ReadOnlySpan<char> text, List<MarkingMatch> found, CpuBudget budget)
    {
        while (!text.IsEmpty)
        {
            ReadOnlySpan<char> slice = text[..Math.Min(Slice, text.Length)];
            text = text[slice.Length..];
            scanner.Push(slice, found);
            budget.ThrowIfSpent();
        }
    }

    private CheckResult Weigh(
        RequestContext request, ClassificationLabel declared, ClassificationLabel clearance, List<MarkingMatch> found, bool hiddenRun)
    {
        ClassificationLabel joined = declared;
        string form = "";
        foreach (MarkingMatch match in found)
        {
            form = declared.Dominates(match.Label) || form.Length > 0 ? form : match.Form;
            joined = joined.Join(match.Label);
        }

        if (hiddenRun && _options.OnHigherMarking != HigherMarking.Ignore)
        {
            return CheckResult.Block("hidden characters stand inside what may be a marking");
        }

        if (form.Length == 0)
        {
            return Compare(request, declared, clearance);
        }

        CheckResult result;
        if (_options.OnHigherMarking == HigherMarking.Block)
        {
            result = CheckResult.Block("the request carries a marking above its classification") with { Metadata = Describe(request) };
        }
        else
        {
            ClassificationLabel data = _options.OnHigherMarking == HigherMarking.Raise ? joined : declared;
            (request.DataLabel, request.Classification) = (data, data.ToString());
            result = Compare(request, data, clearance);
        }

        return result with
        {
            Metadata = new Dictionary<string, string>(result.Metadata)
            {
                ["marker"] = form,
                ["marker_level"] = joined.ToString(),
                ["markings"] = found.Count.ToString(CultureInfo.InvariantCulture),
            },
        };
    }

    private static CheckResult Compare(RequestContext request, ClassificationLabel data, ClassificationLabel clearance)
    {
        CheckResult result = clearance.Dominates(data)
            ? CheckResult.Allowed
            : CheckResult.Block("the caller's clearance is below the data's classification");
        return result with { Metadata = Describe(request) };
    }

    private static Dictionary<string, string> Describe(RequestContext request) => new()
    {
        ["classification"] = request.Classification,
        ["clearance"] = request.Clearance,
    };

    private static CheckResult Unknown(string header) => CheckResult.Block($"{header} holds no known label") with
    {
        Metadata = new Dictionary<string, string> { ["header"] = header },
    };
}
