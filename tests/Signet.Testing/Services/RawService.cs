using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Signet.Testing.Services;

/// <summary>
/// A service on a real socket that answers in octets of the test's choosing, well-formed HTTP or not. One request a connection.
/// </summary>
public sealed class RawService : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<ServiceCall, NetworkStream, CancellationToken, Task> _answer;
    private readonly Task _loop;

    private RawService(Func<ServiceCall, NetworkStream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>What it was asked, in order.</summary>
    public ConcurrentQueue<ServiceCall> Calls { get; } = new();

    /// <summary>Starts one that answers 200 with JSON.</summary>
    public static RawService Json(Func<ServiceCall, string> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Octets(call => JsonResponse(answer(call)));
    }

    /// <summary>Starts one that answers with these octets and closes.</summary>
    public static RawService Octets(Func<ServiceCall, byte[]> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new RawService(async (call, stream, token) => await stream.WriteAsync(answer(call), token));
    }

    /// <summary>Starts one that does what it likes with the connection, which is closed when it is done.</summary>
    public static RawService Start(Func<ServiceCall, NetworkStream, CancellationToken, Task> answer) => new(answer);

    /// <summary>A response as HTTP/1.1 writes it.</summary>
    public static byte[] JsonResponse(string body, string status = "200 OK", string headers = "Content-Type: application/json\r\n")
    {
        var octets = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Content-Length: {octets.Length}\r\nConnection: close\r\n\r\n"), .. octets];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _loop;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> served = [];
        try
        {
            while (!_stopping.IsCancellationRequested)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stopping.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Stopped while it waited, or just before.
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadAsync(stream) is { } call)
                {
                    Calls.Enqueue(call);
                    await _answer(call, stream, _stopping.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
            {
                // The other side hung up, which is what some tests are about.
            }
        }
    }

    private async Task<ServiceCall?> ReadAsync(NetworkStream stream)
    {
        List<byte> octets = [];
        var buffer = new byte[16_384];
        while (true)
        {
            var count = await stream.ReadAsync(buffer, _stopping.Token);
            if (count == 0)
            {
                return null;
            }

            octets.AddRange(buffer.AsSpan(0, count));
            if (Parse([.. octets]) is { } call)
            {
                return call;
            }
        }
    }

    private static ServiceCall? Parse(byte[] octets)
    {
        var end = octets.AsSpan().IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var lines = Encoding.Latin1.GetString(octets, 0, end).Split("\r\n");
        var headers = lines.Skip(1).Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var length = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return octets.Length < end + 4 + length
            ? null
            : new ServiceCall(lines[0].Split(' ')[1], headers, Encoding.UTF8.GetString(octets, end + 4, length));
    }
}
