using System.Text;
using Microsoft.Extensions.Configuration;

namespace Signet.Injector.Tests.Fakes;

/// <summary>The settings that the tests inject with, as an operator would write them.</summary>
internal static class Settings
{
    public const string Json = """
        {
          "Injector": {
            "Mode": "full",
            "Full": {
              "Image": "registry.example/signet/gateway:0.1.0",
              "ApiKeySecret": "llm-keys",
              "Settings": {
                "Auditor": { "BaseAddress": "http://signet-auditor.signet.svc:8446" },
                "Gateway": {
                  "LogId": "signet-demo",
                  "ProducerId": "not-this",
                  "Upstreams": { "default": { "Address": "https://api.openai.com/v1", "ApiKeyFile": "/etc/signet/api-keys/openai" } },
                  "Routes": [ { "Upstream": "default", "Models": [ "a$(b)" ] } ]
                }
              }
            },
            "Relay": { "Address": "http://signet-gateway.signet.svc:8443" }
          }
        }
        """;

    public static InjectorSettings Read(string json = Json, params (string Name, string Value)[] changes) => InjectorSettings.Read(new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
        .AddInMemoryCollection(changes.Select(change => KeyValuePair.Create(change.Name, (string?)change.Value)))
        .Build());
}
