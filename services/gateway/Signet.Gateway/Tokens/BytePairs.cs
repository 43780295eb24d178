using System.Buffers;

namespace Signet.Gateway.Tokens;

/// <summary>
/// Byte pair encoding: of all neighbours that are a token together, those of the least rank become one, the leftmost first, until none are.
/// Takes n log n for n octets, whatever they are. Belongs to one thread.
/// </summary>
internal sealed class BytePairs
{
    private const int None = -1;

    /// <summary>Pairs by rank and then by where they begin; some of them have become part of another since.</summary>
    private readonly PriorityQueue<int, long> _queue = new();

    private readonly ArrayBufferWriter<Part> _room = new();

    /// <summary>How many tokens are left of octets of which each is one.</summary>
    public int Count(ReadOnlySpan<byte> octets, TokenVocabulary vocabulary)
    {
        _room.ResetWrittenCount();
        var parts = _room.GetSpan(octets.Length)[..octets.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = new Part { Before = i - 1, End = i + 1 };
        }

        for (var i = 0; i < parts.Length; i++)
        {
            Offer(i, parts, octets, vocabulary);
        }

        var count = parts.Length;
        while (_queue.TryDequeue(out var start, out var priority))
        {
            ref var part = ref parts[start];
            if (part.PairRank != (int)(priority >> 32))
            {
                continue;
            }

            ref var right = ref parts[part.End];
            (part.End, right.PairRank) = (right.End, None);
            if (part.End < parts.Length)
            {
                parts[part.End].Before = start;
            }

            count--;
            Offer(start, parts, octets, vocabulary);
            if (part.Before >= 0)
            {
                Offer(part.Before, parts, octets, vocabulary);
            }
        }

        return count;
    }

    private void Offer(int start, Span<Part> parts, ReadOnlySpan<byte> octets, TokenVocabulary vocabulary)
    {
        ref var part = ref parts[start];
        part.PairRank = part.End < parts.Length ? vocabulary.RankOf(octets[start..parts[part.End].End]) : None;
        if (part.PairRank != None)
        {
            _queue.Enqueue(start, ((long)part.PairRank << 32) | (uint)start);
        }
    }

    private struct Part
    {
        /// <summary>Where the part before this begins; negative for none.</summary>
        public int Before;

        public int End;

        /// <summary>The rank of this and the next part together.</summary>
        public int PairRank;
    }
}
