using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Pipeline;

public sealed class CheckNotesTests
{
    [Fact]
    public void TryGet_GivesEachCheckItsLastNote()
    {
        CheckNotes notes = new();
        FakeCheck a = new("a");
        FakeCheck b = new("b");
        Assert.False(notes.TryGet(a, out string? note));
        notes.Set(a, "1");
        notes.Set(b, "2");
        notes.Set(a, "3");
        Assert.True(notes.TryGet(a, out note));
        Assert.Equal("3", note);
        Assert.True(notes.TryGet(b, out note));
        Assert.Equal("2", note);
        Assert.False(notes.TryGet(a, out Version? _));
    }
}
