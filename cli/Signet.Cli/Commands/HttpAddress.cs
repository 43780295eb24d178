namespace Signet.Cli.Commands;

/// <summary>Addresses of services on the command line.</summary>
internal static class HttpAddress
{
    /// <exception cref="UserErrorException">It isn't one. The message doesn't repeat it: it may hold a password.</exception>
    public static Uri Parse(string text, string option) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length == 0 &&
        url.Query.Length == 0 && url.Fragment.Length == 0
            ? url
            : throw new UserErrorException($"{option} takes an absolute http or https address without user information, query or fragment.");
}
