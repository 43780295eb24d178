using System.Buffers;
using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Signet.Hosting.Policies;

/// <summary>
/// Turns the events of a YAML parser into JSON. No tree is built and nothing is ever expanded, so the output grows with the input alone.
/// </summary>
internal sealed class YamlToJson
{
    private const int MaxKeyLength = 1024;

    private readonly Parser _parser;
    private readonly Utf8JsonWriter _json;
    private readonly Dictionary<string, PolicyPosition> _positions = new(StringComparer.Ordinal);
    private int _depth;

    private YamlToJson(string text, Utf8JsonWriter json)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _json = json;
    }

    /// <summary>The JSON, and where each of its members and items stands in the text, by JSON Pointer (RFC 6901).</summary>
    public static (ReadOnlyMemory<byte> Json, IReadOnlyDictionary<string, PolicyPosition> Positions) Convert(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output);
        var conversion = new YamlToJson(text, json);
        try
        {
            conversion.Run();
        }
        catch (PolicyFileException)
        {
            throw;
        }
        catch (YamlException exception)
        {
            throw new PolicyFileException("This is not well-formed YAML.", exception.Start.Line, exception.Start.Column, exception);
        }
        catch (Exception exception)
        {
            // The parser is a stranger's, and no octets may bring a host down, whatever it throws on them.
            throw new PolicyFileException("This is not well-formed YAML.", innerException: exception);
        }

        return (output.WrittenMemory, conversion._positions);
    }

    private void Run()
    {
        Next();
        ParsingEvent start = Next();
        if (start is not DocumentStart document)
        {
            throw At(start, "The file is empty.");
        }

        if (document.Version is not null || document.Tags is { } tags && tags.Any(tag => !DefaultTag(tag)))
        {
            throw At(start, "Directives are not allowed.");
        }

        ParsingEvent root = Next();
        if (root is not MappingStart)
        {
            throw At(root, "The file must hold a mapping.");
        }

        WriteValue(root, "");
        Next();
        ParsingEvent end = Next();
        if (end is not StreamEnd)
        {
            throw At(end, "The file must hold one document.");
        }

        _json.Flush();
    }

    // Called at most MaxDepth deep.
    private void WriteValue(ParsingEvent value, string pointer)
    {
        switch (value)
        {
            case Scalar scalar:
                ThrowIfDecorated(scalar);
                YamlScalar.Write(_json, scalar);
                break;
            case MappingStart mapping:
                ThrowIfDecorated(mapping);
                Descend(mapping);
                WriteMembers(pointer);
                _depth--;
                break;
            case SequenceStart sequence:
                ThrowIfDecorated(sequence);
                Descend(sequence);
                WriteItems(pointer);
                _depth--;
                break;
            case AnchorAlias:
                throw At(value, "Aliases are not allowed.");
            default:
                throw At(value, "A value is missing.");
        }
    }

    private void WriteMembers(string pointer)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        _json.WriteStartObject();
        for (ParsingEvent next = Next(); next is not MappingEnd; next = Next())
        {
            string name = NameOf(next);
            if (!names.Add(name))
            {
                throw At(next, "This key stands here twice.");
            }

            _json.WritePropertyName(name);
            string member = $"{pointer}/{Escape(name)}";
            _positions[member] = new PolicyPosition(next.Start.Line, next.Start.Column);
            WriteValue(Next(), member);
        }

        _json.WriteEndObject();
    }

    private void WriteItems(string pointer)
    {
        _json.WriteStartArray();
        int position = 0;
        for (ParsingEvent next = Next(); next is not SequenceEnd; next = Next())
        {
            string item = string.Create(CultureInfo.InvariantCulture, $"{pointer}/{position++}");
            _positions[item] = new PolicyPosition(next.Start.Line, next.Start.Column);
            WriteValue(next, item);
        }

        _json.WriteEndArray();
    }

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private static string NameOf(ParsingEvent key)
    {
        if (key is AnchorAlias)
        {
            throw At(key, "Aliases are not allowed.");
        }

        if (key is not Scalar scalar)
        {
            throw At(key, "A key must be a string.");
        }

        ThrowIfDecorated(scalar);
        if (scalar.Value.Length > MaxKeyLength)
        {
            throw At(key, "This key is too long.");
        }

        if (!YamlScalar.IsWellFormed(scalar.Value))
        {
            throw At(key, "This key has half a surrogate pair.");
        }

        if (scalar is { Style: ScalarStyle.Plain, Value: "<<" })
        {
            throw At(key, "Merge keys are not allowed.");
        }

        return YamlScalar.IsString(scalar) ? scalar.Value : throw At(key, "A key must be a string: put it in quotation marks.");
    }

    private static void ThrowIfDecorated(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw At(node, "Anchors are not allowed.");
        }

        if (!node.Tag.IsEmpty)
        {
            throw At(node, "Tags are not allowed.");
        }
    }

    private static bool DefaultTag(YamlDotNet.Core.Tokens.TagDirective tag) =>
        tag is { Handle: "!", Prefix: "!" } or { Handle: "!!", Prefix: "tag:yaml.org,2002:" };

    private static PolicyFileException At(ParsingEvent place, string message) => new(message, place.Start.Line, place.Start.Column);

    private void Descend(ParsingEvent node)
    {
        if (++_depth > PolicyFile.MaxDepth)
        {
            throw At(node, $"Nested deeper than {PolicyFile.MaxDepth}.");
        }
    }

    private ParsingEvent Next() =>
        _parser.MoveNext() ? _parser.Current! : throw new PolicyFileException("The file ends too early.");
}
