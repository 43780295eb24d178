using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.OpenAI;

namespace Signet.Gateway.Surfaces.Passed;

/// <summary>A stream of an unknown form: events of any plain name, and an end with or without <c>[DONE]</c>.</summary>
internal sealed class PassedStreamForm : IStreamForm
{
    private bool _isDone;

    public bool MayEndAnywhere => true;

    public bool IsTerminator(SseEvent item) => _isDone = DoneStreamForm.Instance.IsTerminator(item);

    public string? NameOf(SseEvent item, JsonPart root) =>
        item.Name.Length == 0 ? "" : UnknownName.Of(item.Name) == item.Name ? item.Name : null;

    public byte[] Abort(AbortNotice notice) => DoneStreamForm.Instance.Abort(notice);

    public byte[] Terminator() => _isDone ? DoneStreamForm.Instance.Terminator() : [];
}
