namespace Signet.Auditor.Intake;

/// <summary>
/// Splits the body of a delivery, as it comes in, into the objects of its <c>entries</c>, so that no delivery is too large to be
/// answered: of each object and of the whole only so much is kept, and what finds no room any more is left for the next delivery. Looks at
/// quotes and brackets alone; what an object holds is read afterwards, strictly.
/// </summary>
internal sealed class DeliverySplitter : IDisposable
{
    /// <summary>The most octets of one entry: an event in base64, and twice what a sidecar writes around it.</summary>
    public const int MaxItemOctets = 128 << 10;

    /// <summary>The most entries that are taken of one delivery.</summary>
    public const int MaxItems = 1_024;

    /// <summary>The most octets that are kept of one delivery.</summary>
    public const long MaxKeptOctets = 32 << 20;

    private readonly List<CappedOctets> _items = [];
    private readonly byte[] _name = new byte["entries".Length];
    private CappedOctets? _item;
    private long _kept;
    private int _nameLength;
    private int _depth;
    private bool _inString;
    private bool _escaped;
    private bool _inEntries;

    /// <summary>The whole body, for a delivery without <c>entries</c>.</summary>
    public CappedOctets Whole { get; } = new(MaxItemOctets);

    /// <summary>The objects in <c>entries</c>.</summary>
    public IReadOnlyList<CappedOctets> Items => _items;

    /// <summary>True when it has <c>entries</c>.</summary>
    public bool IsBulk { get; private set; }

    /// <summary>How many objects found no room.</summary>
    public int LeftOut { get; private set; }

    public void Add(ReadOnlySpan<byte> octets)
    {
        Whole.Append(octets);
        var begin = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            if (_inString)
            {
                i = PassString(octets, i);
                continue;
            }

            switch (octets[i])
            {
                case (byte)'"':
                    (_inString, _nameLength) = (true, _depth == 1 ? 0 : _nameLength);
                    break;
                case (byte)'{' or (byte)'[':
                    if (Open(octets[i]))
                    {
                        begin = i;
                    }

                    break;
                case (byte)'}' or (byte)']':
                    if (_inEntries && _depth == 3)
                    {
                        _item?.Append(octets[begin..(i + 1)]);
                        EndItem();
                    }

                    _depth--;
                    _inEntries &= _depth > 1;
                    break;
            }
        }

        _item?.Append(octets[begin..]);
    }

    public void Dispose()
    {
        Whole.Dispose();
        _item?.Dispose();
        _items.ForEach(item => item.Dispose());
    }

    /// <summary>Goes to the quote, the escape or the octet that ends what is there, and gives its place.</summary>
    private int PassString(ReadOnlySpan<byte> octets, int from)
    {
        if (_escaped)
        {
            _escaped = false;
            return from;
        }

        var length = octets[from..].IndexOfAny((byte)'"', (byte)'\\');
        var end = length < 0 ? octets.Length : from + length;
        if (_depth == 1)
        {
            Remember(octets[from..end]);
        }

        if (end < octets.Length)
        {
            (_inString, _escaped) = (octets[end] != '"', octets[end] == '\\');
        }

        return end;
    }

    private void Remember(ReadOnlySpan<byte> part)
    {
        if (_nameLength + part.Length <= _name.Length)
        {
            part.CopyTo(_name.AsSpan(_nameLength));
        }

        _nameLength = Math.Min(_nameLength + part.Length, _name.Length + 1);
    }

    /// <summary>True when an object of <c>entries</c> begins.</summary>
    private bool Open(byte bracket)
    {
        _depth++;
        if (_depth == 2 && bracket == '[' && _nameLength == _name.Length && _name.AsSpan().SequenceEqual("entries"u8))
        {
            (_inEntries, IsBulk) = (true, true);
        }

        if (!_inEntries || _depth != 3 || bracket != '{')
        {
            return false;
        }

        if (_items.Count == MaxItems || _kept >= MaxKeptOctets)
        {
            LeftOut++;
            return false;
        }

        _item = new CappedOctets(MaxItemOctets);
        return true;
    }

    private void EndItem()
    {
        if (_item is not null)
        {
            _kept += _item.Kept.Length;
            _items.Add(_item);
            _item = null;
        }
    }
}
