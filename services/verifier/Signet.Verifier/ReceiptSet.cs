using Signet.Ledger.Receipts;
using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>
/// Receipts to redeem against a log: promises (R0), proofs (R1) and anchored proofs (R2), each as the text that its holder was given. A file
/// holds one R1 or R2, or any number of R0 lines, with or without the names of the header or the comment before them.
/// </summary>
public sealed class ReceiptSet
{
    /// <summary>The most receipts in one set.</summary>
    public const int MaxCount = 100_000;

    private static readonly string[] LinePrefixes = [": signet-receipt ", PromiseReceipt.HeaderName + ": "];

    private readonly List<PromiseReceipt> _promises = [];
    private readonly List<InclusionReceipt> _included = [];
    private readonly List<AnchoredReceipt> _anchored = [];

    /// <summary>No receipt.</summary>
    public static ReceiptSet Empty => new();

    /// <summary>How many there are.</summary>
    public int Count => _promises.Count + _included.Count + _anchored.Count;

    /// <summary>Reads the receipts in a text.</summary>
    /// <exception cref="FormatException">Something in it isn't a receipt, or there are too many.</exception>
    public void Add(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (InclusionReceipt.TryParse(text, out var inclusion))
        {
            _included.Add(inclusion!);
        }
        else if (AnchoredReceipt.TryParse(text, out var anchored))
        {
            _anchored.Add(anchored!);
        }
        else
        {
            AddLines(text);
        }

        if (Count > MaxCount)
        {
            throw new FormatException($"There are more than {MaxCount} receipts.");
        }
    }

    /// <summary>Reads one file, or all files of a folder, which has no folders within.</summary>
    /// <exception cref="FormatException">A file isn't of receipts, or there are too many.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static async Task<ReceiptSet> LoadAsync(string path, CancellationToken cancellationToken)
    {
        var set = new ReceiptSet();
        IEnumerable<string> files = Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal) : [path];
        foreach (var file in files)
        {
            try
            {
                // An R0 line has a quarter of a kilobyte: a file of this length holds more than enough of them.
                set.Add(new FileInfo(file).Length <= 32 * AnchoredReceipt.MaxLength
                    ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)
                    : throw new FormatException("it is too large"));
            }
            catch (FormatException exception)
            {
                throw new FormatException($"{Path.GetFileName(file)}: {exception.Message}", exception);
            }
            catch (UnauthorizedAccessException exception)
            {
                throw new IOException($"{Path.GetFileName(file)} can't be read.", exception);
            }
        }

        return set;
    }

    internal void GiveTo(LogVerification verification)
    {
        _promises.ForEach(verification.Promise);
        _included.ForEach(verification.Proof);
        _anchored.ForEach(verification.Proof);
    }

    private void AddLines(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0)
        {
            throw new FormatException("it holds no receipt");
        }

        for (var i = 0; i < lines.Length && Count <= MaxCount; i++)
        {
            var line = lines[i];
            var prefix = LinePrefixes.FirstOrDefault(prefix => line.StartsWith(prefix.Trim(), StringComparison.OrdinalIgnoreCase));
            var receipt = prefix is null ? line : line[prefix.Trim().Length..];
            _promises.Add(PromiseReceipt.TryParse(receipt, out var promise)
                ? promise!
                : throw new FormatException($"line {i + 1} is not a receipt"));
        }
    }
}
