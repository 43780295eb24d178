using System.Globalization;
using Signet.Policy.Limits;
using Signet.Policy.Owners;

namespace Signet.Policy.Tests.Limits;

public sealed class KeyedStatesTests
{
    [Fact]
    public void TryUse_FullOfBusyKeys_RefusesNewOnesAndKeepsTheOld()
    {
        KeyedStates<Note> states = new(maxKeys: 64);
        List<LimitKey> placed = [.. Enumerable.Range(0, 10_000).Select(Key).Where(key => Use(states, key, now: 0, idleFrom: 100, out _))];

        Assert.InRange(placed.Count, 1, 64);
        Assert.Equal(placed.Count, states.Count);
        Assert.All(placed, key => Assert.True(states.TryUseKnown(key, 0, static (ref Note note, int _) => note.Uses, out int uses) && uses == 1));
    }

    [Fact]
    public void TryUse_NoPlace_SaysWhenThereWillBeOne()
    {
        KeyedStates<Note> states = new(maxKeys: 1);
        LimitKey[] keys = [.. Enumerable.Range(0, 1_000).Select(Key)];
        LimitKey refused = keys.First(key => !Use(states, key, now: 0, idleFrom: 100, out _));

        Assert.False(Use(states, refused, now: 99, idleFrom: 500, out long placeFrom));
        Assert.Equal(100, placeFrom);
        Assert.True(Use(states, refused, now: 100, idleFrom: 500, out _));
    }

    [Fact]
    public void TryUse_KeyThatBecameIdleEarlier_MakesPlace()
    {
        KeyedStates<Note> states = new(maxKeys: 1);
        LimitKey[] keys = [.. Enumerable.Range(0, 1_000).Select(Key)];
        LimitKey refused = keys.First(key => !Use(states, key, now: 0, idleFrom: 100, out _));
        foreach (LimitKey key in keys)
        {
            states.TryUseKnown(key, 0, static (ref Note note, int _) => note.Idle = 5, out _);
        }

        Assert.True(Use(states, refused, now: 5, idleFrom: 500, out _));
    }

    [Fact]
    public void TryUseKnown_UnknownKey_MakesNoPlace()
    {
        KeyedStates<Note> states = new(maxKeys: 16);
        Assert.False(states.TryUseKnown(Key(1), 0, static (ref Note note, int _) => note.Uses, out _));
        Assert.Equal(0, states.Count);
    }

    [Fact]
    public void Resize_Smaller_ForgetsOnlyWhatIsIdle()
    {
        KeyedStates<Note> states = new(maxKeys: 1_600);
        for (int i = 0; i < 400; i++)
        {
            Assert.True(Use(states, Key(i), now: 0, idleFrom: 100, out _));
        }

        states.Resize(16);
        Assert.False(Use(states, Key(1_000), now: 0, idleFrom: 100, out _));
        Assert.Equal(400, states.Count);
        for (int i = 1_000; i < 1_400; i++)
        {
            Use(states, Key(i), now: 100, idleFrom: 200, out _);
        }

        Assert.InRange(states.Count, 1, 16);
    }

    private static bool Use(KeyedStates<Note> states, LimitKey key, long now, long idleFrom, out long placeFrom) => states.TryUse(
        key,
        now,
        idleFrom,
        static (ref Note note, long idle) =>
        {
            note.Idle = idle;
            return ++note.Uses;
        },
        out _,
        out placeFrom);

    private static LimitKey Key(int number) => new(OwnerType.Agent, number.ToString(CultureInfo.InvariantCulture), "", 0);

    private struct Note : IKeyedState
    {
        public long Idle;
        public int Uses;

        public readonly long IdleFrom => Idle;
    }
}
