using System.Globalization;

namespace Signet.Ledger.Receipts;

/// <summary>Takes the <c>name=value</c> fields of a receipt's text form in their order.</summary>
internal ref struct FieldReader
{
    private ReadOnlySpan<char> _rest;
    private bool _failed;

    public FieldReader(ReadOnlySpan<char> text) => _rest = text;

    public readonly bool AtEnd => !_failed && _rest.IsEmpty;

    public string Take(string name)
    {
        var end = _rest.IndexOf(';');
        var field = end < 0 ? _rest : _rest[..end];
        if (_failed || field.Length <= name.Length || !field.StartsWith(name, StringComparison.Ordinal) || field[name.Length] != '=' ||
            (end >= 0 && (end + 1 >= _rest.Length || _rest[end + 1] != ' ')))
        {
            _failed = true;
            return "";
        }

        _rest = end < 0 ? [] : _rest[(end + 2)..];
        return field[(name.Length + 1)..].ToString();
    }

    public int? TakeInteger(string name, int max)
    {
        // The runtime's parser passes over zero characters at the end.
        var text = Take(name);
        if (text.Length is 0 or > 4 || (text.Length > 1 && text[0] == '0') || text.AsSpan().ContainsAnyExceptInRange('0', '9') ||
            !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) || value > max)
        {
            _failed = true;
            return null;
        }

        return value;
    }

    public List<Digest> TakeDigests(string name)
    {
        var digests = new List<Digest>();
        var text = Take(name);
        foreach (var part in text.Length == 0 ? [] : text.Split(','))
        {
            if (!Digest.TryParse(part, out var digest))
            {
                _failed = true;
                return [];
            }

            digests.Add(digest);
        }

        return digests;
    }
}
