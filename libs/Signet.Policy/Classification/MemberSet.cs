using System.Numerics;
using System.Runtime.Intrinsics;

namespace Signet.Policy.Classification;

/// <summary>A set of numbers from 0 to 511, as bits.</summary>
internal readonly record struct MemberSet
{
    internal const int Capacity = 512;
    private const int WordBits = 64;

    private readonly Vector512<ulong> _words;

    private MemberSet(Vector512<ulong> words) => _words = words;

    internal bool IsEmpty => _words == Vector512<ulong>.Zero;

    public static MemberSet operator |(MemberSet left, MemberSet right) => new(left._words | right._words);

    public static MemberSet operator &(MemberSet left, MemberSet right) => new(left._words & right._words);

    internal static MemberSet Of(int member) => new(Vector512<ulong>.Zero.WithElement(member / WordBits, 1UL << (member % WordBits)));

    internal MemberSet Without(MemberSet other) => new(Vector512.AndNot(_words, other._words));

    internal bool Contains(int member) => (_words.GetElement(member / WordBits) & (1UL << (member % WordBits))) != 0;

    internal bool Contains(MemberSet other) => (_words & other._words) == other._words;

    internal bool Overlaps(MemberSet other) => (_words & other._words) != Vector512<ulong>.Zero;

    internal int Count()
    {
        int count = 0;
        for (int word = 0; word < Vector512<ulong>.Count; word++)
        {
            count += BitOperations.PopCount(_words.GetElement(word));
        }

        return count;
    }
}
