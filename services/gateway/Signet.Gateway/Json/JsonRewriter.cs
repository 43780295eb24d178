using System.Buffers;
using System.Text.Json;

namespace Signet.Gateway.Json;

/// <summary>
/// Changes parts of a JSON text and leaves every other octet as it is. Where a value of an object or array is taken out, the white
/// space between its siblings goes too.
/// </summary>
internal sealed class JsonRewriter
{
    private readonly ReadOnlyMemory<byte> _octets;
    private readonly JsonPart _root;
    private readonly Dictionary<JsonPart, byte[]> _values = [];
    private readonly Dictionary<JsonPart, byte[]> _keys = [];
    private readonly Dictionary<JsonPart, byte[]> _insertions = [];
    private readonly Dictionary<JsonPart, byte[]> _additions = [];
    private readonly HashSet<JsonPart> _removed = [];
    private readonly HashSet<JsonPart> _touched = [];

    public JsonRewriter(ReadOnlyMemory<byte> octets, JsonPart root) => (_octets, _root) = (octets, root);

    public bool HasEdits => _touched.Count > 0;

    public bool IsRemoved(JsonPart part) => _removed.Contains(part);

    /// <summary>Puts <paramref name="json"/>, a complete JSON value, in the place of a value.</summary>
    public void Replace(JsonPart part, byte[] json)
    {
        _values[part] = json;
        Touch(part);
    }

    /// <summary>Puts <paramref name="json"/>, a complete JSON string, in the place of a key.</summary>
    public void ReplaceKey(JsonPart part, byte[] json)
    {
        _keys[part] = json;
        Touch(part);
    }

    public void Remove(JsonPart part)
    {
        _removed.Add(part);
        Touch(part);
    }

    /// <summary>Puts <paramref name="member"/>, a key and its value, first into an object.</summary>
    public void Insert(JsonPart container, byte[] member)
    {
        _insertions[container] = member;
        Touch(container);
    }

    /// <summary>Puts <paramref name="json"/>, a complete JSON value, last into an array.</summary>
    public void Append(JsonPart array, byte[] json)
    {
        _additions[array] = json;
        Touch(array);
    }

    public byte[] ToArray()
    {
        var output = new ArrayBufferWriter<byte>(_octets.Length + 64);
        output.Write(_octets.Span[.._root.Start]);
        Write(_root, output);
        output.Write(_octets.Span[_root.End..]);
        return output.WrittenSpan.ToArray();
    }

    private void Touch(JsonPart part)
    {
        for (var at = part; at is not null && _touched.Add(at); at = at.Parent)
        {
        }
    }

    private void Write(JsonPart part, ArrayBufferWriter<byte> output)
    {
        var octets = _octets.Span;
        if (!_touched.Contains(part))
        {
            output.Write(octets[part.Start..part.End]);
        }
        else if (_values.TryGetValue(part, out var value))
        {
            output.Write(value);
        }
        else if (part.Kind is not (JsonValueKind.Object or JsonValueKind.Array))
        {
            output.Write(octets[part.Start..part.End]);
        }
        else if (_insertions.ContainsKey(part) || _additions.ContainsKey(part) || HasRemovedChild(part))
        {
            WriteAnew(part, output);
        }
        else
        {
            var position = part.Start;
            foreach (var child in part.Children)
            {
                if (!_touched.Contains(child))
                {
                    continue;
                }

                output.Write(octets[position..(child.Key is null ? child.Start : child.KeyStart)]);
                WriteWithKey(child, output);
                position = child.End;
            }

            output.Write(octets[position..part.End]);
        }
    }

    private void WriteAnew(JsonPart part, ArrayBufferWriter<byte> output)
    {
        output.Write(part.IsObject ? "{"u8 : "["u8);
        var first = true;
        if (_insertions.TryGetValue(part, out var member))
        {
            output.Write(member);
            first = false;
        }

        foreach (var child in part.Children)
        {
            if (_removed.Contains(child))
            {
                continue;
            }

            output.Write(first ? ""u8 : ","u8);
            WriteWithKey(child, output);
            first = false;
        }

        if (_additions.TryGetValue(part, out var last))
        {
            output.Write(first ? ""u8 : ","u8);
            output.Write(last);
        }

        output.Write(part.IsObject ? "}"u8 : "]"u8);
    }

    private void WriteWithKey(JsonPart part, ArrayBufferWriter<byte> output)
    {
        if (part.Key is not null)
        {
            output.Write(_keys.TryGetValue(part, out var key) ? key : _octets.Span[part.KeyStart..part.KeyEnd]);
            output.Write(_octets.Span[part.KeyEnd..part.Start]);
        }

        Write(part, output);
    }

    private bool HasRemovedChild(JsonPart part)
    {
        foreach (var child in part.Children)
        {
            if (_removed.Contains(child))
            {
                return true;
            }
        }

        return false;
    }
}
