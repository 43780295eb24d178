namespace Signet.EndToEndTests.Clients;

/// <summary>Names who answers for each request, and remembers what the headers of the answer say.</summary>
internal sealed class OwnerHeaderHandler(string? owner) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>The name of the newest request in the log.</summary>
    public string? Correlation { get; private set; }

    public string? RetryAfter { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (owner is not null)
        {
            request.Headers.Add("X-Commit-Owner", owner);
        }

        var response = await base.SendAsync(request, cancellationToken);
        (Correlation, RetryAfter) = (Field(response, "X-Signet-Correlation-Id"), Field(response, "Retry-After"));
        return response;
    }

    private static string? Field(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
