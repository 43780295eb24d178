using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.Injector.Admission;

/// <summary>What an API server is answered.</summary>
internal static class AdmissionAnswer
{
    private const int Forbidden = 403;

    public static byte[] Of(string uid, InjectionResult result)
    {
        var response = new JsonObject { ["uid"] = uid, ["allowed"] = !result.IsRefused };
        if (result.IsRefused)
        {
            response["status"] = new JsonObject
            {
                ["status"] = "Failure",
                ["message"] = result.Message,
                ["reason"] = "Forbidden",
                ["code"] = Forbidden,
            };
        }

        if (result.Patch is { } patch)
        {
            response["patchType"] = "JSONPatch";
            response["patch"] = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(patch));
        }

        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject
        {
            ["apiVersion"] = AdmissionReview.ApiVersion,
            ["kind"] = AdmissionReview.Kind,
            ["response"] = response,
        });
    }
}
