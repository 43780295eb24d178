using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.OpenAI;

/// <summary>Turns a request whose texts are members of its body, or lists there, into content items.</summary>
internal static class TextRequest
{
    /// <param name="root">The body, of the right shape.</param>
    /// <param name="keys">The keys that the specification fixes.</param>
    /// <param name="texts">The members that hold what the user says: a text or a list of texts.</param>
    /// <param name="isFixedWord">True for a word that the specification fixes, at the place where it fixes it.</param>
    public static SurfaceRequest Read(JsonPart root, FrozenSet<string> keys, FrozenSet<string> texts, Func<JsonPart, bool> isFixedWord)
    {
        var items = new RequestItems(keys);
        StringWalk.Visit(root, keys, place =>
        {
            var part = place.Part;
            if (!place.IsKey && isFixedWord(part))
            {
                return;
            }

            // Below a list the items of one member stand side by side; each text is a request of its own to the model.
            var listed = part.Key is null && part.Parent!.Parent == root;
            var member = listed ? part.Parent : part;
            var said = !place.IsKey && member!.Parent == root && texts.Contains(member.Key!);
            items.Add(
                place,
                said ? ContentKind.Text : ContentKind.Unknown,
                said ? ContentRole.User : ContentRole.None,
                said && listed ? part.Position : 0);
        });
        return items.ToRequest(root.MemberText("model"), RequestShape.WantsStream(root));
    }
}
