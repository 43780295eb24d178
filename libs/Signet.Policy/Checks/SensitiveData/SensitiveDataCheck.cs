using System.Security.Cryptography;
using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Checks.SensitiveData.Detectors;
using Signet.Policy.Checks.SensitiveData.Scanning;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>
/// Finds secrets and personal data in requests and answers: values whose form, check digits or context tell what they are. The strictest
/// action wins; what is redacted keeps its shape. Reasons and metadata hold ids of rules and counts, never a part of a value.
/// </summary>
public sealed class SensitiveDataCheck : IAdmissionCheck, IInspectionCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "sensitive_data";

    private const int SaltLength = 16;

    // The longest value, what detectors look at around it, and as much again as isn't sure where a text is cut.
    private const int Unsure = 2 * Window.Behind;
    private const int Reach = PrivateKeyBlock.MaxLength + (4 * Unsure);

    // Most requests hold few items: their result needs no memory of its own.
    private static readonly AdmissionResult[] Clean =
        [.. Enumerable.Range(0, 64).Select(seen => new AdmissionResult { Result = CheckResult.Allowed, Seen = seen })];

    private readonly RuleSet _requestRules;
    private readonly RuleSet _responseRules;
    private readonly RedactionStyle _style;

    // A scanner that no request uses now; it keeps the memory of one.
    private TextScanner? _spare;

    /// <summary>Makes the check.</summary>
    /// <exception cref="ArgumentException">A rule isn't known.</exception>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public SensitiveDataCheck(SensitiveDataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Matching.UnicodeSupport.Require();
        if (options.Rules.Keys.FirstOrDefault(id => RuleTable.Find(id) is null) is { } unknown)
        {
            throw new ArgumentException($"The rule {unknown} is not known.", nameof(options));
        }

        _requestRules = new RuleSet(options, RuleScope.Request);
        _responseRules = new RuleSet(options, RuleScope.Response);
        _style = options.Redaction;
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <summary>Ten seconds: linear work on a large body, on a machine that is busy.</summary>
    public TimeSpan Timeout => TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        TextScanner scanner = Interlocked.Exchange(ref _spare, null) ?? new TextScanner(_requestRules.Detectors);
        AdmissionFindings? found = null;
        int unread = 0;
        for (int i = 0; i < request.Content.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ContentItem item = request.Content[i];
            unread += item.Kind == ContentKind.Media ? 1 : 0;
            FoldedText? folded = null;
            ReadOnlySpan<char> text = item.Text;
            if (TextFolding.IndexOfOther(text) >= 0)
            {
                folded = new FoldedText();
                folded.Append(text);
                folded.Complete();
                text = folded.Text;
            }

            scanner.Restart(request.Budget);
            scanner.Scan(new Window(text, isComplete: true));
            if (scanner.Findings.Count > 0)
            {
                found ??= new AdmissionFindings(_requestRules, RedactorOf(request));
                found.Add(i, text, folded, scanner.Findings);
            }

            folded?.Release();
            request.Budget.ThrowIfSpent();
        }

        if (JoinedText.HasAny(request.Content))
        {
            ScanJoined(request, scanner, ref found, cancellationToken);
        }

        scanner.Rest();
        _spare = scanner;
        int seen = request.Content.Count - unread;
        AdmissionResult result = found?.Build() ?? (seen < Clean.Length ? Clean[seen] : Clean[0] with { Seen = seen });
        return ValueTask.FromResult(unread == 0 && found is null ? result : result with { Seen = seen, Unread = unread });
    }

    /// <summary>
    /// Scans the parts of each message as one text. Each part has been scanned by itself, so what counts here is what one part holds with
    /// another: a value that is cut in pieces, or one whose context stands in the part before.
    /// </summary>
    private void ScanJoined(RequestContext request, TextScanner scanner, ref AdmissionFindings? found, CancellationToken cancellationToken)
    {
        using JoinedText joined = new(request.Content, Reach, static text => TextFolding.IndexOfOther(text) < 0);
        while (joined.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            int[] starts = [.. joined.Parts.Select(part => part.Start)];
            FoldedText? folded = TextFolding.IndexOfOther(joined.Text) < 0 ? null : Fold(joined, starts);
            ReadOnlySpan<char> text = folded is null ? joined.Text : folded.Text;
            scanner.Restart(request.Budget);
            scanner.Scan(new Window(text, isComplete: !joined.IsCutAtEnd));
            if (joined.IsCutAtStart)
            {
                // What a detector says near the cut isn't sure, and too far away from the next part to be held with it.
                scanner.Findings.RemoveAll(static finding => finding.Start < Unsure);
            }

            if (scanner.Findings.Count > 0)
            {
                found ??= new AdmissionFindings(_requestRules, RedactorOf(request));
                found.Add(joined, starts, text, folded, scanner.Findings);
            }

            folded?.Release();
            request.Budget.ThrowIfSpent();
        }
    }

    /// <summary>Folds a joined text; <paramref name="starts"/> becomes where the parts start in the folded one.</summary>
    private static FoldedText Fold(JoinedText joined, int[] starts)
    {
        FoldedText folded = new();
        for (int i = 0; i < starts.Length; i++)
        {
            JoinedPart part = joined.Parts[i];
            starts[i] = folded.Text.Length + folded.Unread;
            folded.Append(joined.Text.Slice(part.Start, part.Length));
        }

        folded.Complete();
        return folded;
    }

    /// <inheritdoc/>
    public ChannelInspector Open(RequestContext request, InspectionChannel channel)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new SensitiveInspector(_responseRules, () => RedactorOf(request), request.Budget);
    }

    /// <summary>One salt for each request: values that are equal can be told as such, within it and nowhere else.</summary>
    private Redactor RedactorOf(RequestContext request)
    {
        if (!request.Notes.TryGet(this, out Redactor? redactor))
        {
            redactor = new Redactor(_style, _style == RedactionStyle.Hash ? RandomNumberGenerator.GetBytes(SaltLength) : []);
            request.Notes.Set(this, redactor);
        }

        return redactor;
    }
}
