using System.Globalization;
using System.Text;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>
/// What a verifier remembers of a log that it found clean. As text: the three lines of the tree's checkpoint, then, where known, a line
/// <c>start SEGMENT SIZE ROOT</c>, a line <c>runs N</c>, and a line <c>sealed EPOCH SHA256</c> for each sealed chain key.
/// </summary>
public sealed record SeenLog
{
    /// <summary>The most octets of the text that are read.</summary>
    public const int MaxOctets = 4 * 1024 * 1024;

    private const int TreeLines = 3;

    /// <summary>The tree seen.</summary>
    public required Checkpoint Tree { get; init; }

    /// <summary>The place from which the next walk can go on, or null.</summary>
    public WalkStart? Start { get; init; }

    /// <summary>How many walks went on from a place since the last one over the whole log.</summary>
    public int RunsSinceFull { get; init; }

    /// <summary>SHA-256 of the ciphertexts of sealed chain keys, by epoch.</summary>
    public IReadOnlyDictionary<long, Digest> SealedKeys { get; init; } = new Dictionary<long, Digest>();

    /// <summary>The text form.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder(Tree.Text);
            if (Start is { } start)
            {
                text.Append(CultureInfo.InvariantCulture, $"start {start.Segment} {start.Tree.Size} {start.Tree.Root}\n");
            }

            if (RunsSinceFull > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"runs {RunsSinceFull}\n");
            }

            foreach (var (epoch, digest) in SealedKeys.OrderBy(pair => pair.Key))
            {
                text.Append(CultureInfo.InvariantCulture, $"sealed {epoch} {digest}\n");
            }

            return text.ToString();
        }
    }

    /// <summary>Reads the text form, strictly; null for any other text, and for one of another log.</summary>
    public static SeenLog? Read(string text, string logId)
    {
        ArgumentNullException.ThrowIfNull(text);
        var lines = text.Split('\n');
        if (lines.Length <= TreeLines || lines[^1].Length > 0 ||
            !Checkpoint.TryReadText(string.Join('\n', lines[..TreeLines]) + "\n", out var tree) || tree!.LogId != logId)
        {
            return null;
        }

        WalkStart? start = null;
        var runs = 0;
        var keys = new Dictionary<long, Digest>();
        foreach (var line in lines[TreeLines..^1])
        {
            switch (line.Split(' '))
            {
                case ["start", var segment, var size, var root] when start is null && TryNumber(segment, out var number) &&
                    TryNumber(size, out var entries) && entries <= tree.Size && Digest.TryParse(root, out var head):
                    start = new WalkStart(number, new Checkpoint(logId, entries, head));
                    break;
                case ["runs", var count] when runs == 0 && TryNumber(count, out var number) && number is > 0 and < int.MaxValue:
                    runs = (int)number;
                    break;
                case ["sealed", var epoch, var digest] when TryNumber(epoch, out var number) && Digest.TryParse(digest, out var ciphertext) &&
                    keys.TryAdd(number, ciphertext):
                    break;
                default:
                    return null;
            }
        }

        return new SeenLog { Tree = tree, Start = start, RunsSinceFull = runs, SealedKeys = keys };
    }

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
