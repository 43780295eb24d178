using System.Text.Json;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Signet.Hosting.Management;

/// <summary>
/// The JSON of the management endpoints. Of a check its name, status and plain data are told; never its description, which for a check that
/// threw is the exception's message.
/// </summary>
internal static class ManagementAnswers
{
    public static byte[] Alive(ServiceIdentity identity) => Write(writer =>
    {
        writer.WriteString("status"u8, "ok"u8);
        WriteIdentity(writer, identity);
    });

    public static byte[] Version(ServiceIdentity identity) => Write(writer => WriteIdentity(writer, identity));

    public static byte[] Readiness(ServiceIdentity identity, HealthReport? report) => Write(writer =>
    {
        writer.WriteString("status"u8, report is null ? "timeout" : Word(report.Status, "ready", "not_ready"));
        WriteIdentity(writer, identity);
        writer.WriteStartArray("checks"u8);
        foreach ((string name, HealthReportEntry entry) in report?.Entries ?? new Dictionary<string, HealthReportEntry>())
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, name);
            writer.WriteString("status"u8, Word(entry.Status, "ok", "failed"));
            WriteData(writer, entry.Data);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string Word(HealthStatus status, string healthy, string unhealthy) => status switch
    {
        HealthStatus.Healthy => healthy,
        HealthStatus.Degraded => "degraded",
        _ => unhealthy,
    };

    private static void WriteIdentity(Utf8JsonWriter writer, ServiceIdentity identity)
    {
        writer.WriteString("service"u8, identity.Name);
        writer.WriteString("version"u8, identity.Version);
    }

    private static void WriteData(Utf8JsonWriter writer, IReadOnlyDictionary<string, object> data)
    {
        if (data.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("data"u8);
        foreach ((string name, object value) in data)
        {
            switch (value)
            {
                case string text:
                    writer.WriteString(name, text);
                    break;
                case bool flag:
                    writer.WriteBoolean(name, flag);
                    break;
                case int number:
                    writer.WriteNumber(name, number);
                    break;
                case long number:
                    writer.WriteNumber(name, number);
                    break;
                case double number when double.IsFinite(number):
                    writer.WriteNumber(name, number);
                    break;
                case Enum symbol:
                    writer.WriteString(name, symbol.ToString());
                    break;
                default:
                    // Other objects, exceptions among them, are nobody's business here.
                    break;
            }
        }

        writer.WriteEndObject();
    }

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
