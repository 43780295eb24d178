using Signet.Gateway.Json;

namespace Signet.Gateway.Preflight;

/// <summary>What the body of a request must be before a surface reads it.</summary>
internal static class BodyRules
{
    /// <summary>Reads the body; null and a refusal when it isn't one JSON object that every parser reads alike.</summary>
    public static JsonPart? Read(ReadOnlySpan<byte> octets, out PreflightRefusal? refusal)
    {
        refusal = null;
        if (octets.IsEmpty)
        {
            refusal = new PreflightRefusal("empty_body");
            return null;
        }

        var fault = JsonTree.TryParse(octets, keepLoneSurrogates: false, out var root);
        refusal = fault switch
        {
            JsonFault.None => root!.IsObject ? null : new PreflightRefusal("non_object_body"),
            JsonFault.InvalidEncoding => new PreflightRefusal("invalid_encoding"),
            JsonFault.TooDeep => new PreflightRefusal("json_too_deeply_nested"),
            JsonFault.TooManyValues => new PreflightRefusal("json_too_many_values"),
            JsonFault.DuplicateKey => new PreflightRefusal("duplicate_key"),
            JsonFault.LoneSurrogate => new PreflightRefusal("lone_surrogate"),
            JsonFault.NonFiniteNumber => new PreflightRefusal("non_finite_float"),
            _ => new PreflightRefusal("json_decode_error"),
        };
        return refusal is null ? root : null;
    }
}
