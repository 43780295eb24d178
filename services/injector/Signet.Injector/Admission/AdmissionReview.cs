using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Signet.Injector.Admission;

/// <summary>What an API server asks: <c>admission.k8s.io/v1</c>, read without trusting a byte of it.</summary>
internal sealed class AdmissionReview
{
    public const string ApiVersion = "admission.k8s.io/v1";
    public const string Kind = "AdmissionReview";

    private const int MaxDepth = 64;
    private const int MaxUid = 128;

    private AdmissionReview(string uid, JsonObject request) => (Uid, Request) = (uid, request);

    /// <summary>What the answer bears.</summary>
    public string Uid { get; }

    private JsonObject Request { get; }

    /// <summary>True for the making of a pod, which is all that the webhook is for.</summary>
    public bool IsNewPod => Text(Request, "operation") == "CREATE" && Text(Request, "subResource") is null or "" &&
        Request["resource"] is JsonObject resource && (Text(resource, "group"), Text(resource, "version"), Text(resource, "resource")) is (null or "", "v1", "pods");

    /// <summary>The pod; null when there is none.</summary>
    public JsonObject? Pod => Request["object"] as JsonObject;

    /// <summary>Reads a review in time linear in its length; null when it is none, or has no uid to answer to.</summary>
    public static AdmissionReview? Read(ReadOnlySpan<byte> octets)
    {
        // JSON's readers find what is wrong with a text only when it is asked for.
        if (!Utf8.IsValid(octets))
        {
            return null;
        }

        try
        {
            CheckTexts(octets);
            return JsonNode.Parse(octets, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false }) is JsonObject review &&
                Text(review, "apiVersion") == ApiVersion && Text(review, "kind") == Kind && review["request"] is JsonObject request &&
                Text(request, "uid") is { Length: > 0 and <= MaxUid } uid
                ? new AdmissionReview(uid, request)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Escapes can write half a surrogate pair.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> octets)
    {
        var reader = new Utf8JsonReader(octets, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException exception)
                {
                    throw new JsonException("A text is no valid UTF-16.", exception);
                }
            }
        }
    }

    private static string? Text(JsonObject parent, string name) =>
        parent[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
