using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;

namespace Signet.Gateway;

/// <summary>Puts other policies into force at once and whole, or leaves those that are and says why.</summary>
internal sealed partial class PolicySwitch(GatewayPolicySource source, SignetMetrics metrics, ILogger<PolicySwitch> logger)
{
    /// <summary>Makes policies and puts them into force.</summary>
    /// <returns>What is wrong with them; null when they are in force.</returns>
    public string? Try(Func<GatewayPolicy> build)
    {
        try
        {
            var policy = build();
            if (policy.Sha256 != source.Current.Sha256)
            {
                source.Replace(policy);
                Log.Replaced(logger, policy.Sha256.ToString());
                metrics.PolicyReloaded("replaced");
            }

            return null;
        }
        catch (Exception exception)
        {
            // Not only documents are at fault: a plug-in's check may throw whatever it likes when it is made.
            var fault = exception is InvalidDataException ? exception.Message : exception.GetType().Name;
            Log.Refused(logger, fault);
            metrics.PolicyReloaded("refused");
            return fault;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(220, LogLevel.Information, "Another policy is in force, with the digest {Sha256}.")]
        public static partial void Replaced(ILogger logger, string sha256);

        [LoggerMessage(221, LogLevel.Error, "The policies in force stay: {Fault}")]
        public static partial void Refused(ILogger logger, string fault);
    }
}
