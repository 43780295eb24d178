using System.Net.Http.Headers;
using System.Text.Json;
using k8s;

namespace Signet.Gateway.Cluster;

/// <summary>
/// Asks the cluster's API server, with the connection and the credentials of KubernetesClient. Its own methods read answers of any length
/// and lines of a watch of any length; here everything has a bound in octets and in time.
/// </summary>
internal sealed class ClusterApi(Kubernetes cluster, TimeProvider time) : IDisposable
{
    /// <summary>The most octets of an answer, or of one line of a watch: more than the store behind an API server takes of one object.</summary>
    public const int MaxOctets = 4 << 20;

    /// <summary>How deep an answer may nest.</summary>
    public const int MaxDepth = 64;

    /// <summary>How long the API server has for an answer.</summary>
    public static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(10);

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    public void Dispose() => cluster.Dispose();

    /// <summary>Sends a request and reads its answer.</summary>
    /// <exception cref="ClusterException">There is no answer in time, or it is none of success, or not JSON.</exception>
    public async Task<JsonDocument> AskAsync(
        HttpMethod method, string path, (string MediaType, ReadOnlyMemory<byte> Octets)? body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var answer = await SendAsync(method, path, body, either.Token);
            await using var stream = await answer.Content.ReadAsStreamAsync(either.Token);
            return Read(await ReadAllAsync(stream, either.Token));
        }
        catch (Exception exception) when (Fault(exception, cancellationToken) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Opens a watch: a line for each event, until the API server ends it or it has lasted for so long.</summary>
    /// <exception cref="ClusterException">It can't be opened, breaks, or holds a line that can't be read.</exception>
    public async IAsyncEnumerable<JsonDocument> WatchAsync(
        string path, TimeSpan longest, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var lines = new ClusterLines(await OpenAsync(path, either.Token, cancellationToken));
        while (true)
        {
            JsonDocument? document;
            try
            {
                document = await lines.NextAsync(either.Token) is { } line ? Read(line) : null;
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                // It has only lasted long enough.
                yield break;
            }
            catch (Exception exception) when (Fault(exception, cancellationToken) is { } fault)
            {
                throw fault;
            }

            if (document is null)
            {
                yield break;
            }

            yield return document;
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string path, CancellationToken either, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, either);
        try
        {
            return await SendAsync(HttpMethod.Get, path, null, both.Token);
        }
        catch (Exception exception) when (Fault(exception, cancellationToken) is { } fault)
        {
            throw fault;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, (string MediaType, ReadOnlyMemory<byte> Octets)? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(cluster.BaseUri, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is { } given)
        {
            request.Content = new ReadOnlyMemoryContent(given.Octets);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(given.MediaType);
        }

        if (cluster.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        var answer = await cluster.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            throw ClusterException.Refused(answer.StatusCode);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var all = new MemoryStream();
        var buffer = new byte[16 << 10];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (all.Length + count > MaxOctets)
            {
                throw new ClusterException("The API server's answer is too long.");
            }

            all.Write(buffer, 0, count);
        }

        return all.ToArray();
    }

    private static JsonDocument Read(ReadOnlyMemory<byte> octets) => JsonDocument.Parse(octets, Strict);

    /// <summary>What is wrong with the API server; null for what isn't its fault.</summary>
    private static ClusterException? Fault(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        _ when cancellationToken.IsCancellationRequested => null,
        ClusterException fault => fault,
        OperationCanceledException => new ClusterException("The API server did not answer in time.", cause: exception),
        JsonException => new ClusterException("The API server's answer can't be read.", cause: exception),
        HttpRequestException or IOException => new ClusterException("The API server can't be reached.", cause: exception),

        // Reading the own token anew, for one; whatever a library throws on what comes from outside ends no loop.
        _ => new ClusterException($"The API server can't be asked ({exception.GetType().Name}).", cause: exception),
    };
}
