using System.Buffers;
using System.Text;

namespace Signet.Gateway.Streaming;

/// <summary>Writes events as the WHATWG HTML standard says for <c>text/event-stream</c>.</summary>
internal static class SseWriter
{
    /// <summary>The octets around data of one line.</summary>
    private const int OneLine = 8;

    /// <summary>Writes one event.</summary>
    /// <param name="output">Takes it.</param>
    /// <param name="name">Its name, without line ends; empty for none.</param>
    /// <param name="data">Its data, without carriage returns.</param>
    public static void Write(IBufferWriter<byte> output, string name, ReadOnlySpan<byte> data)
    {
        if (name.Length > 0)
        {
            output.Write("event: "u8);
            Encoding.UTF8.GetBytes(name, output);
            output.Write("\n"u8);
        }

        if (!data.Contains((byte)'\n'))
        {
            // Nearly all events have one line: one piece of room, three copies.
            var room = output.GetSpan(data.Length + OneLine);
            "data: "u8.CopyTo(room);
            data.CopyTo(room[6..]);
            "\n\n"u8.CopyTo(room[(6 + data.Length)..]);
            output.Advance(data.Length + OneLine);
            return;
        }

        foreach (var line in data.Split((byte)'\n'))
        {
            output.Write("data: "u8);
            output.Write(data[line]);
            output.Write("\n"u8);
        }

        output.Write("\n"u8);
    }
}
