using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Signet.Policy.Decoding;

/// <summary>
/// Undoes what texts are wrapped in, breadth first: every product is shown once, however many ways lead to it, and then decoded in its
/// turn, until there is none left, the depth is reached or the budget is spent. Not safe for concurrent use.
/// </summary>
/// <param name="decoders">What is undone, in this order.</param>
/// <param name="maxDepth">So many decoders may follow each other.</param>
/// <param name="budget">Pays for everything.</param>
/// <param name="prefilter">See <see cref="DecodeSink.Prefilters"/>.</param>
/// <param name="workspace">Memory to work in, or null for some of its own.</param>
/// <param name="memory">Remembers runs, or null so that everything is decoded as often as it comes.</param>
/// <param name="maxLetters">See <see cref="DecodeSink.MaxLetters"/>.</param>
internal sealed class DecodeQueue(
    IReadOnlyList<IDecoder> decoders, int maxDepth, WorkBudget budget, bool prefilter = true, DecodeWorkspace? workspace = null,
    RunMemory? memory = null, int maxLetters = 256) : DecodeSink
{
    /// <summary>The longest text that comes out of one compressed stream, in octets.</summary>
    internal const int MaxInflated = 1024 * 1024;

    /// <summary>More ciphers than this, one within the other, lead in circles: rot47 makes escapes, and escapes make something for rot47.</summary>
    private const int MaxCiphers = 2;

    private const int MaxStreams = 8;

    private readonly Queue<Product> _products = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private ReadOnlyMemory<char> _request;
    private Product? _parent;
    private bool _undoesCipher;

    internal override bool Prefilters { get; } = prefilter;

    internal override int MaxLetters { get; } = maxLetters;

    internal override DecodeWorkspace Workspace { get; } = workspace ?? new DecodeWorkspace();

    /// <summary>Decodes a text of the request once, and once more in plain letters where it has some that only look otherwise.</summary>
    internal void Start(ReadOnlyMemory<char> request)
    {
        _request = request;
        _parent = null;
        Decode(request.Span);
        if (TryReplace(request.Span, out string? plain))
        {
            _undoesCipher = false;
            Enqueue("nfkc", plain, 0, request.Length);
        }
    }

    /// <summary>
    /// Decodes a stretch of the request without what stood between its texts. It is no product itself: its words are those of the request,
    /// and where two of them only meet they would be read as one.
    /// </summary>
    internal void StartJoined(string text, int start, int end)
    {
        if (budget.Charge(text.Length))
        {
            Follow(new Product(text, "joined", 1, start, end, false, 0, null, start));
            if (TryReplace(text, out string? plain))
            {
                Follow(new Product(plain, "joined+nfkc", 2, start, end, false, 0, null, start));
            }
        }
    }

    /// <summary>The next product, or false when there is none or the budget is spent.</summary>
    internal bool TryTake(out Product product)
    {
        product = null!;
        return !budget.IsSpent && _products.TryDequeue(out product!);
    }

    /// <summary>Decodes a product that has been taken.</summary>
    internal void Follow(Product product)
    {
        if (product.Depth < maxDepth)
        {
            _parent = product;
            if (memory is not null)
            {
                Compare(product);
            }

            Decode(product.Text);
        }
    }

    internal override bool IsNew(RunKind kind, ReadOnlySpan<char> run) => memory is null || memory.IsNew(kind, run);

    internal override bool IsCopied(int start, int end) => Workspace.Copied.Contains(start, end);

    internal override bool Charge(long cost) => budget.Charge(cost);

    internal override void AddText(string decoder, ReadOnlySpan<char> text, int start, int end)
    {
        if (!text.IsEmpty && !_known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text) && budget.Charge(text.Length))
        {
            Enqueue(decoder, text.ToString(), start, end);
        }
    }

    internal override void AddOctets(string decoder, ReadOnlySpan<byte> octets, int start, int end)
    {
        Inflate(decoder, octets, start, end);
        if ((!Prefilters || OctetText.MayHoldText(octets)) && budget.Charge(octets.Length))
        {
            Enqueue(decoder, OctetText.Read(octets), start, end);
            if (!Prefilters)
            {
                Enqueue(decoder, OctetText.ReadAll(octets), start, end);
            }
        }
    }

    /// <summary>
    /// What a product comes from was decoded before it, and so was what stood before a cipher, much of which comes back when that cipher is
    /// undone once more.
    /// </summary>
    private void Compare(Product product)
    {
        Workspace.Copied.Clear();
        Workspace.Copied.Compare(product.Text, TextOf(product.Parent), product.Offset);
        if (product is { IsDeciphered: true, Ciphers: > 1 })
        {
            int near = product.Offset;
            Product? origin = product.Parent;
            for (; origin is { Ciphers: > 0 }; origin = origin.Parent)
            {
                near += origin.Offset;
            }

            Workspace.Copied.Compare(product.Text, TextOf(origin), near);
        }
    }

    private bool TryReplace(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? plain)
    {
        plain = null;
        return text.ContainsAnyExceptInRange('\0', '\u007F') && budget.Charge(text.Length) && CompatibilityLetters.TryReplace(text, out plain);
    }

    private ReadOnlySpan<char> TextOf(Product? product) => product is null ? _request.Span : product.Text;

    private void Decode(ReadOnlySpan<char> text)
    {
        Survey.Read(text);
        for (int i = 0; i < decoders.Count && !budget.IsSpent; i++)
        {
            _undoesCipher = decoders[i].IsCipher;
            if (!_undoesCipher || _parent is null or { IsDeciphered: false, Ciphers: < MaxCiphers })
            {
                decoders[i].Decode(text, this);
            }
        }
    }

    private void Enqueue(string decoder, string text, int start, int end)
    {
        if (text.Length > 0 && _known.Add(text))
        {
            _products.Enqueue(_parent is null
                ? new Product(text, decoder, 1, start, end, _undoesCipher, _undoesCipher ? 1 : 0, null, start)
                : new Product(
                    text, _parent.Chain + "+" + decoder, _parent.Depth + 1, _parent.Start, _parent.End, _undoesCipher,
                    _parent.Ciphers + (_undoesCipher ? 1 : 0), _parent, start));
        }
    }

    /// <summary>Looks for gzip anywhere and for zlib at the start.</summary>
    private void Inflate(string decoder, ReadOnlySpan<byte> octets, int start, int end)
    {
        if (OctetText.MayBeZlib(octets))
        {
            Inflate(decoder + "+zlib", octets, static stored => new ZLibStream(stored, CompressionMode.Decompress), start, end);
        }

        if (!octets.Contains((byte)0x1F))
        {
            return;
        }

        int from = 0;
        for (int tries = 0; tries < MaxStreams; tries++)
        {
            int found = octets[from..].IndexOf((ReadOnlySpan<byte>)[0x1F, 0x8B, 0x08]);
            if (found < 0)
            {
                return;
            }

            Inflate(decoder + "+gzip", octets[(from + found)..], static stored => new GZipStream(stored, CompressionMode.Decompress), start, end);
            from += found + 3;
        }
    }

    private void Inflate(string chain, ReadOnlySpan<byte> octets, Func<Stream, Stream> open, int start, int end)
    {
        // Opening a stream costs about as much as reading a few thousand octets.
        if (!budget.Charge(octets.Length + 4096))
        {
            return;
        }

        using MemoryStream result = new();
        try
        {
            using Stream plain = open(new MemoryStream(octets.ToArray()));
            byte[] buffer = new byte[16 * 1024];
            int read;
            while (result.Length < MaxInflated && budget.Charge(buffer.Length / 4) && (read = plain.Read(buffer)) > 0)
            {
                result.Write(buffer, 0, read);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // What came out before the fault is text like any other.
        }

        ReadOnlySpan<byte> inflated = result.GetBuffer().AsSpan(0, (int)result.Length);
        if (!inflated.IsEmpty && OctetText.MayHoldText(inflated) && budget.Charge(inflated.Length))
        {
            Enqueue(chain, OctetText.Read(inflated), start, end);
        }
    }
}
