using System.Globalization;

namespace Signet.Messaging;

/// <summary>Where a sidecar listens, by the values that Dapr gives a process beside it; an empty one counts as none.</summary>
internal static class DaprAddress
{
    /// <param name="name">What the names of the variables begin with.</param>
    /// <param name="endpoint"><c>…_ENDPOINT</c>, which outranks the port.</param>
    /// <param name="port"><c>…_PORT</c>.</param>
    /// <param name="other">Where it listens when nothing is said.</param>
    /// <exception cref="ArgumentException">The endpoint is no address, or the port no port.</exception>
    public static Uri Of(string name, string? endpoint, string? port, Uri other)
    {
        if (!string.IsNullOrEmpty(endpoint))
        {
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var address)
                ? address
                : throw new ArgumentException($"{name}_ENDPOINT is not an address.", nameof(endpoint));
        }

        if (string.IsNullOrEmpty(port))
        {
            return other;
        }

        return int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65_535
            ? new UriBuilder(other) { Port = number }.Uri
            : throw new ArgumentException($"{name}_PORT is not a port.", nameof(port));
    }
}
