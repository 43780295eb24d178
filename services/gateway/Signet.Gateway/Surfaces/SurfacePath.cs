using System.Buffers;
using System.Collections.Frozen;

namespace Signet.Gateway.Surfaces;

/// <summary>
/// The path of a surface: fixed segments, and parameters such as <c>{id}</c>, each one segment of <c>[A-Za-z0-9_.:-]{1,128}</c>.
/// </summary>
internal sealed class SurfacePath
{
    public static readonly FrozenSet<string> NoQuery = FrozenSet<string>.Empty;

    private const string Prefix = "/v1/";
    private const int MaxParameterLength = 128;

    private static readonly SearchValues<char> ParameterCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:-");

    private readonly string[] _segments;

    private SurfacePath(string template) => (Template, _segments) = (template, template[1..].Split('/'));

    public string Template { get; }

    public static implicit operator SurfacePath(string template) => template.StartsWith(Prefix, StringComparison.Ordinal)
        ? new SurfacePath(template)
        : throw new ArgumentException("A surface's path starts with /v1/.", nameof(template));

    /// <summary>The path below the upstream's base address.</summary>
    public static string Upstream(string path) => path[Prefix.Length..];

    /// <summary>True for a path of this form.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        if (!path.StartsWith('/'))
        {
            return false;
        }

        path = path[1..];
        for (var i = 0; i < _segments.Length; i++)
        {
            var slash = path.IndexOf('/');
            var last = i == _segments.Length - 1;
            if (last != slash < 0)
            {
                return false;
            }

            var segment = last ? path : path[..slash];
            if (!Matches(_segments[i], segment))
            {
                return false;
            }

            path = last ? default : path[(slash + 1)..];
        }

        return true;
    }

    public override string ToString() => Template;

    /// <summary>True for a segment that can stand for a parameter.</summary>
    public static bool IsParameter(ReadOnlySpan<char> segment) =>
        segment.Length is >= 1 and <= MaxParameterLength && !segment.ContainsAnyExcept(ParameterCharacters) && segment is not ("." or "..");

    private static bool Matches(string pattern, ReadOnlySpan<char> segment) =>
        pattern[0] == '{' ? IsParameter(segment) : segment.SequenceEqual(pattern);
}
