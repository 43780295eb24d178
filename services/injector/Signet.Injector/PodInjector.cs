using System.Text.Json.Nodes;
using Signet.Injector.Injecting;

namespace Signet.Injector;

/// <summary>Adds the gateway to a pod, or to a template of pods. The webhook and <c>signet inject</c> call the same; neither adds anything to it.</summary>
public static class PodInjector
{
    /// <summary>The label by which namespaces and pods ask for it.</summary>
    public const string Label = PodKeys.Inject;

    /// <summary>The label's value that asks for it.</summary>
    public const string Enabled = PodKeys.Enabled;

    /// <summary>Decides and writes the patch. Nothing outside comes into it, and what is given isn't changed.</summary>
    /// <param name="template">An object with <c>metadata</c> and <c>spec</c>, of whatever shape; its texts are valid UTF-16, its names unique.</param>
    /// <param name="namespaceLabels">The labels of the namespace that the pod is for.</param>
    /// <param name="settings">What to inject.</param>
    public static InjectionResult Inject(JsonObject template, IReadOnlyDictionary<string, string> namespaceLabels, InjectorSettings settings)
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(namespaceLabels);
        ArgumentNullException.ThrowIfNull(settings);
        try
        {
            var pod = new PodTemplate(template);
            return OptIn.IsWanted(pod, namespaceLabels)
                ? Inject(pod, settings)
                : InjectionResult.Unchanged($"Neither the pod nor its namespace has the label {PodKeys.Inject}: {PodKeys.Enabled}.");
        }
        catch (RefusalException refusal)
        {
            return InjectionResult.Refused("signet: " + refusal.Message);
        }
    }

    private static InjectionResult Inject(PodTemplate pod, InjectorSettings settings)
    {
        var choices = PodChoices.Read(pod, settings);
        var addresses = new BaseUrls(choices, choices.IsFull ? new Uri($"http://127.0.0.1:{choices.Port}") : settings.Relay.Address!);
        PodHazards.Check(pod, choices, settings.Full);
        if (InjectionMark.IsOn(pod))
        {
            InjectionMark.Check(pod, choices, addresses);
            return InjectionResult.Unchanged("The pod has been injected.");
        }

        var containers = BaseUrls.Choose(pod, choices);
        if (containers.Count == 0)
        {
            return InjectionResult.Refused("signet: The pod has no containers.");
        }

        var patch = new PatchWriter(pod.Json);
        addresses.Write(patch, containers);
        if (choices.IsFull)
        {
            patch.Extend(["spec", "volumes"], GatewaySidecar.Volumes(choices, settings.Full));

            // Before all others: they may call the model while they start.
            patch.Extend(["spec", PodContainer.Init], [GatewaySidecar.Container(choices, settings.Full)], atStart: true);
        }
        else
        {
            RelayIdentity.Write(patch, containers, settings.Relay);
        }

        if (patch.Result["metadata"] is null)
        {
            patch.Add(["metadata"], new JsonObject());
        }

        InjectionMark.Write(patch, choices, containers);
        return InjectionResult.Patched(patch.Operations, patch.Result);
    }
}
