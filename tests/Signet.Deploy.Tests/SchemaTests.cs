using Signet.Deploy.Tests.Charts;
using Signet.Testing.Cluster;

namespace Signet.Deploy.Tests;

/// <summary>Values that are refused: misspelt, of another type, or a secret.</summary>
public sealed class SchemaTests
{
    [Theory]
    [InlineData("gatewy.replicas=2", "gatewy")]
    [InlineData("gateway.replica=2", "replica")]
    [InlineData("gateway.replicas=many", "/gateway/replicas")]
    [InlineData("gateway.replicas=-1", "/gateway/replicas")]
    [InlineData("transport=carrier-pigeon", "/transport")]
    [InlineData("log.id=Upper", "/log/id")]
    [InlineData("image.digests.gateway=latest", "/image/digests/gateway")]
    [InlineData("image.digests.gatway=sha256:00", "gatway")]
    [InlineData("store.accessMode=ReadWriteSometimes", "/store/accessMode")]
    [InlineData("gateway.recordTimeout=10s", "/gateway/recordTimeout")]
    [InlineData("gateway.maxRequestBodyBytes=1", "/gateway/maxRequestBodyBytes")]
    [InlineData("gateway.upstreams.Upper.address=https://a.example/v1", "Upper")]
    [InlineData("gateway.upstreams.default.address=ftp://a.example", "/gateway/upstreams/default/address")]
    [InlineData("verifier.checkpointVkey=nonsense", "/verifier/checkpointVkey")]
    [InlineData("verifier.full.enabled=sometimes", "/verifier/full/enabled")]
    [InlineData("anchors.tsas[0].name=a", "/anchors/tsas/0")]
    [InlineData("networkPolicy.gatewayFrom[0].podselector.matchLabels.a=b", "/networkPolicy/gatewayFrom/0")]
    [InlineData("networkPolicy.upstreamTo[0].ports[0].port=443", "/networkPolicy/upstreamTo/0")]
    [InlineData("monitoring.rules.enable=true", "enable")]
    [InlineData("auditor.replicas=0", "/auditor/replicas")]
    [InlineData("auditor.replicas=3", "/auditor/replicas")]
    [InlineData("auditor.replicas=2", "/store/accessMode")]
    [InlineData("auditor.lease.duration=15s", "/auditor/lease/duration")]
    [InlineData("auditor.lease.name=other", "name")]
    [InlineData("networkPolicy.apiServerTo[0].ports[0].port=443", "/networkPolicy/apiServerTo/0")]
    [InlineData("gateway.policy.kubernetes.name=Main", "/gateway/policy/kubernetes/name")]
    [InlineData("gateway.policy.kubernetes.namespace=other", "namespace")]
    [InlineData("gateway.policy.name=main", "name")]
    [InlineData("gateway.owner.source=headers", "/gateway/owner/source")]
    [InlineData("gateway.owner.header=X-Token", "/gateway/owner/header")]
    [InlineData("gateway.owner.audience=", "/gateway/owner/audience")]
    [InlineData("gateway.owner.reviewLifetime=1h", "/gateway/owner/reviewLifetime")]
    [InlineData("gateway.owner.token=abc", "token")]
    [InlineData("injector.enable=true", "enable")]
    [InlineData("injector.mode=both", "/injector/mode")]
    [InlineData("injector.failurePolicy=Retry", "/injector/failurePolicy")]
    [InlineData("injector.timeoutSeconds=31", "/injector/timeoutSeconds")]
    [InlineData("injector.full.port=80", "/injector/full/port")]
    [InlineData("injector.full.apiKeySecret=sk-ABC", "/injector/full/apiKeySecret")]
    [InlineData("injector.full.apiKey=sk-0123456789", "apiKey")]
    [InlineData("injector.certificate.source=file", "/injector/certificate/source")]
    [InlineData("injector.certificate.lifetimeDays=0", "/injector/certificate/lifetimeDays")]
    [InlineData("image.digests.injector=latest", "/image/digests/injector")]
    [InlineData("auditor.enrolment.mode=anybody", "/auditor/enrolment/mode")]
    [InlineData("auditor.enrolment.serviceAccounts[0]=gateway", "/auditor/enrolment/serviceAccounts/0")]
    [InlineData("auditor.enrolment.keys[0].producer=gateway", "/auditor/enrolment/keys/0")]
    [InlineData("auditor.enrolment.audience=", "/auditor/enrolment/audience")]
    [InlineData("auditor.revokedProducerKeys[0]=gateway", "/auditor/revokedProducerKeys/0")]
    [InlineData("store.s3.bucket=segments", "/store/s3/derivedBucket")]
    [InlineData("store.s3.bucket=Upper", "/store/s3/bucket")]
    [InlineData("store.s3.slotMode=claim", "/store/s3/claimBucket")]
    [InlineData("store.s3.slotMode=either", "/store/s3/slotMode")]
    [InlineData("store.s3.claimBucket=claims", "/store/s3/claimBucket")]
    [InlineData("store.s3.endpoint=http://objects.example", "/store/s3/endpoint")]
    [InlineData("store.s3.retainDays=0", "/store/s3/retainDays")]
    [InlineData("store.s3.buckett=segments", "buckett")]
    [InlineData("store.s3.serviceAccountAnnotations.gateway.a=b", "gateway")]
    [InlineData("anchors.tsas[0].name=a,anchors.tsas[0].rootsConfigMap.name=a,anchors.tsas[0].rootsConfigMap.key=b", "/anchors/tsas/0")]
    [InlineData("anchors.tsas[0].preset=other", "/anchors/tsas/0/preset")]
    [InlineData("gateway.spool.volume=hostPath", "/gateway/spool/volume")]
    [InlineData("gateway.spool.maxBytes=1024", "/gateway/spool/maxBytes")]
    [InlineData("gateway.spool.maxAge=00:00:30", "/gateway/spool/maxAge")]
    [InlineData("gateway.spool.maxAge=6.00:00:01", "/gateway/spool/maxAge")]
    [InlineData("gateway.spool.path=/tmp", "path")]
    [InlineData("injector.full.spool.volume=claim", "volume")]
    [InlineData("keys.chainRoot.previous.Chain=a", "Chain")]
    [InlineData("keys.checkpoint.previous=a", "/keys/checkpoint/previous")]
    [InlineData("anchors.witnesses[0].name=a", "/anchors/witnesses/0")]
    [InlineData("anchors.witnessInterval=1m", "/anchors/witnessInterval")]
    [InlineData("networkPolicy.storeTo[0].ports[0].port=443", "/networkPolicy/storeTo/0")]
    public async Task Value_Wrong_IsRefusedByName(string value, string named)
    {
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--set", value]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gateway.upstreams.default.apiKey=sk-0123456789")]
    [InlineData("gateway.upstreams.default.apiKey.value=sk-0123456789")]
    [InlineData("gateway.upstreams.default.apiKeyValue=sk-0123456789")]
    [InlineData("gateway.upstreams.default.address=https://user:sk-0123456789@a.example/v1")]
    [InlineData("gateway.upstreams.default.address=https://a.example/v1?key=sk-0123456789")]
    [InlineData("gateway.routes[0].apiKey=sk-0123456789")]
    [InlineData("store.s3.auditor.accessKeyValue=sk-0123456789")]
    [InlineData("store.s3.verifier=sk-0123456789")]
    [InlineData("store.s3.endpoint=https://user:sk-0123456789@a.example")]
    [InlineData("anchors.witnesses[0].token=sk-0123456789")]
    [InlineData("keys.chainRoot.value=sk-0123456789")]
    [InlineData("keys.auditorToken.token=sk-0123456789")]
    [InlineData("dapr.pubsub.password=sk-0123456789")]
    [InlineData("dapr.pubsub.address=redis://user:sk-0123456789@redis:6379")]
    [InlineData("anchors.tsas[0].password=sk-0123456789")]
    public async Task Value_ThatIsASecret_HasNoPlace(string value)
    {
        foreach (var version in Enum.GetValues<HelmVersion>())
        {
            var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--set", value], version);
            Assert.NotEqual(0, result.ExitCode);
            Assert.Equal("", result.Output);
        }
    }

    [Theory]
    [InlineData("minimal", "anchors.required=1", "anchors.required")]
    [InlineData("injector", "injector.mode=full", "injector.full.enabled")]
    [InlineData("dapr-redis", "dapr.pubsub.secret=", "dapr.pubsub.secret")]
    [InlineData("dapr-redis", "dapr.pubsub.address=", "dapr.pubsub.address")]
    [InlineData("dapr-redis", "keys.auditorToken.key=other", "keys.auditorToken")]
    [InlineData("dapr-redis", "transport=http", "apiKeyFromDapr")]
    public async Task Values_ThatDontFitTogether_AreRefused(string set, string value, string named)
    {
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf(set), "--set", value]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(named, result.Error, StringComparison.Ordinal);
    }
}
