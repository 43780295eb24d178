namespace Signet.Shared.Endpoints;

/// <summary>Addresses of endpoints as policies name them.</summary>
internal static class EndpointAddress
{
    internal const int MaxLength = 2_048;

    /// <summary>Reads an absolute http or https address without user information, query and fragment.</summary>
    internal static Uri? Parse(string text) =>
        text.Length <= MaxLength && Uri.TryCreate(text, UriKind.Absolute, out Uri? address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
        && !text.AsSpan().ContainsAny("@?#\\") && address.Host.Length > 0
            ? address
            : null;

    /// <summary>True when what is sent there can be read on the way.</summary>
    internal static bool IsInClear(Uri address) => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    /// <summary>The address with more path behind its own.</summary>
    internal static Uri Append(Uri address, string path) =>
        new(address.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + path, UriKind.Absolute);
}
