namespace Signet.Gateway.Forwarding;

/// <summary>One API of models, and the connections to it.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly string _base;
    private readonly Uri _baseAddress;

    public Upstream(string name, Uri address, UpstreamOptions options, UpstreamConnections connections)
    {
        Name = name;
        _base = address.AbsoluteUri.TrimEnd('/') + "/";
        _baseAddress = new Uri(_base);
        Label = options.Label ?? address.Host;
        CredentialHeader = CredentialHeader.TryParse(options.ApiKeyHeader);
        CallerFields = CredentialHeader is null ? CredentialHeader.NamesByApi : [CredentialHeader.Name];
        DropsCallerKey = options.CallerKey == "drop";
        Connections = connections.Create(options.MaxConnectionsPerServer);
    }

    /// <summary>Its name in settings and events.</summary>
    public string Name { get; }

    /// <summary>What callers may know of it.</summary>
    public string Label { get; }

    /// <summary>Where it is.</summary>
    public string Host => _baseAddress.IdnHost;

    /// <summary>The port there.</summary>
    public int Port => _baseAddress.Port;

    /// <summary>The field in which it takes keys; null when that follows from the API of each request.</summary>
    public CredentialHeader? CredentialHeader { get; }

    /// <summary>The caller's credentials that go on where the gateway has no key.</summary>
    public IReadOnlyList<string> CallerFields { get; }

    /// <summary>True when the caller's credential doesn't go on even where the gateway has no key.</summary>
    public bool DropsCallerKey { get; }

    public HttpMessageInvoker Connections { get; }

    /// <summary>The address of a path below the base, and never of another place.</summary>
    /// <exception cref="ArgumentException">The path leads elsewhere.</exception>
    public Uri AddressOf(string path)
    {
        // Put together as text: read as a reference, a path of two slashes or with a colon would name another host.
        var address = new Uri(_base + path);
        return _baseAddress.IsBaseOf(address) ? address : throw new ArgumentException("The path leads out of the upstream.", nameof(path));
    }

    public void Dispose() => Connections.Dispose();
}
