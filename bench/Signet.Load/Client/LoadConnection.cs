using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Signet.Load.Client;

/// <summary>One connection that asks, waits for the whole answer, and asks again.</summary>
internal sealed class LoadConnection(IPEndPoint server, ReadOnlyMemory<byte> request, bool stream) : IDisposable
{
    /// <summary>How much of an answer that ended early is shown: its end says why.</summary>
    private const int TailCharacters = 600;

    private readonly Socket _socket = new(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly AnswerBuffer _answer = new();

    /// <summary>What was measured while measuring was on; read it when the run has ended.</summary>
    public Samples Samples { get; } = new();

    /// <summary>Asks once and gives the answer as it came.</summary>
    public static async Task<byte[]> AskAsync(IPEndPoint server, ReadOnlyMemory<byte> request, bool stream)
    {
        using var connection = new LoadConnection(server, request, stream);
        await connection._socket.ConnectAsync(server);
        await connection.AskAsync(default);
        return connection._answer.Received.ToArray();
    }

    public async Task RunAsync(LoadPhase phase, TimeSpan delay)
    {
        await _socket.ConnectAsync(server);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay);
        }

        while (!phase.HasEnded)
        {
            await AskAsync(phase);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask AskAsync(LoadPhase? phase)
    {
        var began = Stopwatch.GetTimestamp();
        long first = 0;
        _answer.Clear();
        await _socket.SendAsync(request);
        while (!await _answer.ReceiveAsync(_socket))
        {
            first = first == 0 && _answer.HasFirstEvent ? Stopwatch.GetTimestamp() : first;
        }

        var ended = Stopwatch.GetTimestamp();
        if (stream && !_answer.Contains("data: [DONE]"u8))
        {
            var body = Encoding.UTF8.GetString(_answer.Body);
            throw new InvalidDataException($"A stream ended without its terminator:\n{body[^Math.Min(body.Length, TailCharacters)..]}");
        }

        if (phase is { IsMeasuring: true })
        {
            Samples.Add(ended - began, (first == 0 ? ended : first) - began);
        }
    }
}
