using System.Text.Json.Nodes;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.Responses;
using Signet.Gateway.Tests.Streaming;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Surfaces.Responses;

/// <summary>Unary answers, and calls of every kind, unary and streamed.</summary>
public sealed class ResponsesAnswerTests
{
    [Theory]
    [InlineData("""{"id":"r","object":"SECRET","output":[]}""")]
    [InlineData("""{"id":"SECRET"}""")]
    [InlineData("""{"model":"SECRET"}""")]
    [InlineData("""{"status":"SECRET"}""")]
    [InlineData("""{"SECRET":1}""")]
    [InlineData("""{"error":{"message":"SECRET"}}""")]
    [InlineData("""{"instructions":"SECRET"}""")]
    [InlineData("""{"tools":[{"parameters":{"SECRET":{}}}]}""")]
    [InlineData("""{"output_text":"SECRET"}""")]
    [InlineData("""{"usage":{"SECRET":1}}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"output_text","text":"SEC"},{"type":"output_text","text":"RET"}]}]}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"output_text","text":"SEC"}]},{"type":"message","content":[{"type":"output_text","text":"RET"}]}]}""")]
    [InlineData("""{"output":[{"type":"message","content":"SECRET"}]}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"refusal","refusal":"SECRET"}]}]}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"output_text","text":"","logprobs":[{"token":"SEC"},{"token":"RET"}]}]}]}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"output_text","text":"","annotations":[{"filename":"SECRET"}]}]}]}""")]
    [InlineData("""{"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"SECRET"}]}]}""")]
    [InlineData("""{"output":[{"type":"reasoning","content":[{"type":"reasoning_text","text":"SECRET"}]}]}""")]
    [InlineData("""{"output":[{"type":"reasoning","encrypted_content":"a SECRET"}]}""")]
    [InlineData("""{"output":[{"id":"SECRET","type":"function_call","name":"ok","arguments":""}]}""")]
    [InlineData("""{"output":[{"type":"function_call","call_id":"SECRET","name":"ok","arguments":""}]}""")]
    [InlineData("""{"output":[{"type":"function_call","name":"SECRET","arguments":""}]}""")]
    [InlineData("""{"output":[{"type":"function_call","name":"ok","arguments":"SECRET"}]}""")]
    [InlineData("""{"output":[{"type":"function_call","name":"ok","arguments":"","SECRET":1}]}""")]
    [InlineData("""{"output":[{"type":"local_shell_call","action":{"command":["SECRET"]}}]}""")]
    [InlineData("""{"output":[{"type":"code_interpreter_call","code":"1","outputs":[{"logs":"SECRET"}]}]}""")]
    [InlineData("""{"output":[{"type":"mcp_call","name":"ok","arguments":"","output":"SECRET"}]}""")]
    [InlineData("""{"output":[{"type":"mcp_list_tools","tools":[{"description":"SECRET"}]}]}""")]
    [InlineData("""{"output":[{"type":"computer_call_output","output":{"image_url":"https://SECRET"}}]}""")]
    [InlineData("""{"output":[{"type":"image_generation_call","result":"a SECRET"}]}""")]
    [InlineData("""{"object":"list","data":[{"type":"message","role":"user","content":[{"type":"input_text","text":"SECRET"}]}]}""")]
    public async Task Unary_MarkerAnywhere_Stops(string answer)
    {
        var run = await Open(streamed: false).RunAsync(answer);

        Assert.Equal((GateState.Stopped, Decision.Block), (run.State, run.Decision));
        Assert.Empty(run.Released);
    }

    [Theory]
    [InlineData("""{"output":{}}""")]
    [InlineData("""{"output":"x"}""")]
    [InlineData("""{"output":["x"]}""")]
    [InlineData("""{"output":[{"content":"x"}]}""")]
    [InlineData("""{"output":[{"type":5}]}""")]
    [InlineData("""{"output":[{"type":"message","id":5}]}""")]
    [InlineData("""{"output":[{"type":"message","content":{}}]}""")]
    [InlineData("""{"output":[{"type":"message","content":["x"]}]}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"text":"x"}]}]}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"output_text","text":{}}]}]}""")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"reasoning_text","text":"x"}]}]}""")]
    [InlineData("""{"output":[{"type":"function_call","name":{},"arguments":"x"}]}""")]
    [InlineData("""{"output":[{"type":"function_call","name":"ok","arguments":{}}]}""")]
    [InlineData("""{"output":[{"type":"function_call","name":"ok","call_id":7}]}""")]
    public async Task Unary_OfAnotherShape_IsMalformed(string answer) =>
        Assert.Equal(GateState.Malformed, (await Open(streamed: false).RunAsync(answer)).State);

    [Fact]
    public async Task Unary_MoreThan128Items_IsMalformed()
    {
        var items = string.Join(',', Enumerable.Repeat("""{"type":"reasoning","summary":[]}""", 129));
        Assert.Equal(GateState.Malformed, (await Open(streamed: false).RunAsync($$"""{"output":[{{items}}]}""")).State);
    }

    [Theory]
    [InlineData("""{"type":"function_call","id":"i","call_id":"c","name":"t","arguments":"{ }","status":"completed"}""", "t", "{ }", "c")]
    [InlineData("""{"type":"function_call","id":"i"}""", "", "", "i")]
    [InlineData("""{"type":"custom_tool_call","id":"i","call_id":"c","name":"t","input":"go"}""", "t", "go", "c")]
    [InlineData("""{"type":"mcp_call","id":"i","name":"t","server_label":"l","arguments":"{}","output":"o"}""", "t", "{}", "i")]
    [InlineData("""{"type":"mcp_approval_request","id":"i","name":"t","server_label":"l","arguments":"{}"}""", "t", "{}", "i")]
    [InlineData("""{"type":"computer_call","id":"i","call_id":"c","action":{"type":"click", "x":1.50},"pending_safety_checks":[],"status":"completed"}""", "computer", """{"action":{"type":"click","x":1.50},"pending_safety_checks":[]}""", "c")]
    [InlineData("""{"type":"local_shell_call","call_id":"c","action":{"command":["l\u0073"]}}""", "local_shell", """{"action":{"command":["ls"]}}""", "c")]
    [InlineData("""{"type":"shell_call","call_id":"c","action":{"commands":["ls"]},"environment":null}""", "shell", """{"action":{"commands":["ls"]}}""", "c")]
    [InlineData("""{"type":"apply_patch_call","call_id":"c","operation":{"type":"delete_file","path":"p"}}""", "apply_patch", """{"operation":{"type":"delete_file","path":"p"}}""", "c")]
    [InlineData("""{"type":"web_search_call","id":"i","status":"completed","action":{"type":"search","query":"q"}}""", "web_search", """{"action":{"type":"search","query":"q"}}""", "i")]
    [InlineData("""{"type":"file_search_call","id":"i","queries":["q"],"results":[{"text":"r"}]}""", "file_search", """{"queries":["q"]}""", "i")]
    [InlineData("""{"type":"code_interpreter_call","id":"i","code":"1","container_id":"n","outputs":null}""", "code_interpreter", """{"code":"1","container_id":"n"}""", "i")]
    [InlineData("""{"type":"image_generation_call","id":"i","result":"AAAA","size":"1x1"}""", "image_generation", """{"size":"1x1"}""", "i")]
    [InlineData("""{"type":"tool_search_call","id":"i","arguments":{"a":[1,null]}}""", "tool_search", """{"arguments":{"a":[1,null]}}""", "i")]
    public async Task Call_OfAnyKind_IsJudgedUnaryAndStreamed(string item, string name, string arguments, string callId)
    {
        var type = (string)JsonNode.Parse(item)!["type"]!;
        var script = new ResponseScript().Item($$"""{"type":"{{type}}"}""", item).End();
        foreach (var run in new[] { await Open(false).RunAsync(script.Whole), await Open(true).RunAsync(script.Events) })
        {
            Assert.Equal(GateState.Open, run.State);
            var call = Assert.Single(run.Verdicts).Call;
            Assert.Equal((name, arguments, callId), (call.Name, call.Arguments, call.CallId));
        }
    }

    [Theory]
    [InlineData("code_interpreter_call", "code_interpreter_call_code", "code", "\"code\":\"ab\"", "")]
    [InlineData("apply_patch_call", "apply_patch_call_operation_diff", "diff", "\"operation\":{\"diff\":\"ab\"}", "")]
    [InlineData("shell_call", "shell_call_command", "command", "\"action\":{\"commands\":[\"x\",\"ab\"]}", "\"command_index\":1,")]
    public void Call_WhoseInsideIsStreamed_MustBeTheOneThatIsJudged(string type, string name, string member, string said, string place)
    {
        GateState StateOf(string delta, string done)
        {
            var script = new ResponseScript().Item(
                $$"""{"id":"i","type":"{{type}}"}""",
                $$"""{"id":"i","type":"{{type}}",{{said}}}""",
                ($"response.{name}.delta", $"{place}\"delta\":\"a\""),
                ($"response.{name}.delta", $"{place}\"delta\":\"{delta}\""),
                ($"response.{name}.done", $"{place}\"{member}\":\"{done}\"")).End();
            return Open(true).RunAsync(script.Events).Result.State;
        }

        Assert.Equal((GateState.Open, GateState.Malformed, GateState.Malformed), (StateOf("b", "ab"), StateOf("c", "ac"), StateOf("b", "ac")));
    }

    [Theory]
    [InlineData("response.completed", "\"response\":{\"status\":\"completed\",\"output\":[]}")]
    [InlineData("response.failed", "\"response\":{\"status\":\"failed\",\"output\":[]}")]
    [InlineData("error", "\"message\":\"sorry\"")]
    public async Task Call_WhoseInsideIsNeverSaidAsAWhole_IsNotReleased(string type, string members)
    {
        var script = new ResponseScript();
        script.Add("response.output_item.added", "\"output_index\":0,\"item\":{\"id\":\"i\",\"type\":\"shell_call\"}");
        script.Add("response.shell_call_command.delta", "\"output_index\":0,\"command_index\":0,\"delta\":\"ls\"");
        script.Add(type, members);

        var run = await Open(streamed: true).RunAsync(script.Events);

        Assert.Equal((GateState.Malformed, 2), (run.State, run.Released.Count));
        Assert.Empty(run.Verdicts);
    }

    [Fact]
    public async Task Call_ResultWithANumber_IsEditedAndTheCallStays()
    {
        var script = new ResponseScript().Item(
            """{"id":"i","type":"code_interpreter_call","code":""}""",
            """{"id":"i","type":"code_interpreter_call","code":"1","outputs":[{"type":"logs","logs":"a PIN"}]}""").End();
        foreach (var run in new[] { await Open(false).RunAsync(script.Whole), await Open(true).RunAsync(script.Events) })
        {
            Assert.Equal(CallVerdict.Release, Assert.Single(run.Verdicts).Verdict);
            Assert.Contains("a [x]", run.Released[^1], StringComparison.Ordinal);
            Assert.DoesNotContain(run.Released, piece => piece.Contains("PIN", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Unary_AllCallsWithheld_SaysSoAndStaysAResponse()
    {
        var run = await Open(streamed: false).RunAsync(
            """{"id":"r","object":"response","status":"completed","output":[{"type":"function_call","name":"rm","arguments":"{}"}, {"type":"reasoning","summary":[]}]}""");

        Assert.Equal(
            """{"id":"r","object":"response","status":"completed","output":[{"type":"reasoning","summary":[]},{"id":"msg_signet","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"A tool call was withheld by policy.","annotations":[],"logprobs":[]}]}]}""",
            Assert.Single(run.Released));
    }

    [Theory]
    [InlineData("""{"id":"r","object":"response.deleted","deleted":true}""")]
    [InlineData("""{"object":"response.input_tokens","input_tokens":7}""")]
    [InlineData("""{"error":{"message":"no such response","type":"invalid_request_error","param":null,"code":null}}""")]
    [InlineData("""{"id":"r","object":"response","status":"queued","output":[],"background":true}""")]
    [InlineData("""{"object":"list","data":[],"first_id":null,"has_more":false}""")]
    public async Task Unary_OtherAnswers_PassUnchanged(string answer) =>
        Assert.Equal([answer], (await Open(streamed: false).RunAsync(answer)).Released);

    [Fact]
    public async Task List_WithheldCall_IsTakenOut()
    {
        var run = await Open(streamed: false).RunAsync(
            """{"object":"list","data":[{"id":"a","type":"function_call","name":"rm","arguments":"{}"},{"id":"b","type":"function_call_output","output":"x"}]}""");

        Assert.Equal("""{"object":"list","data":[{"id":"b","type":"function_call_output","output":"x"}]}""", Assert.Single(run.Released));
    }

    [Fact]
    public async Task Unary_Media_CountAsUnread()
    {
        var run = await Open(streamed: false).RunAsync("""
            {"output":[{"type":"reasoning","encrypted_content":"gAAA-_="},{"type":"image_generation_call","result":"AAAA"},
            {"type":"computer_call_output","output":{"type":"computer_screenshot","image_url":"data:image/png;base64,AAAA"}}]}
            """);

        Assert.Equal((GateState.Open, 3), (run.State, run.Coverage.Unread));
    }

    [Fact]
    public async Task Unary_LargeEchoes_FitIn()
    {
        var properties = string.Join(',', Enumerable.Range(0, 2_000).Select(i => $$"""  "name_{{i}}":{"type":"string","description":"it is {{i}}"}"""));
        var run = await Open(streamed: false).RunAsync(
            """{"output":[],"tools":[{"type":"function","name":"t","parameters":{"type":"object","properties":{""" + properties + "}}}]}");

        Assert.Equal(GateState.Open, run.State);
        Assert.Single(run.Released);
    }

    [Theory]
    [InlineData("""{"output":[{"type":"new_item","text":"x"}]}""", "new_item")]
    [InlineData("""{"output":[{"type":"message","content":[{"type":"new_part","text":"x"}]}]}""", "new_part")]
    public async Task Unary_UnknownTypes_AreDeniedOrPassed(string answer, string name)
    {
        var denied = await Open(streamed: false).RunAsync(answer);
        var passed = await Open(streamed: false, passUnknown: true).RunAsync(answer);
        var stopped = await Open(streamed: false, passUnknown: true).RunAsync(answer.Replace("\"x\"", "\"SECRET\"", StringComparison.Ordinal));

        Assert.Equal((GateState.Unknown, GateState.Open, GateState.Stopped), (denied.State, passed.State, stopped.State));
        Assert.Equal([answer], passed.Released);
        Assert.Equal([name], denied.Unknowns);
    }

    private static GateRun Open(bool streamed, bool passUnknown = false) =>
        new(streamed, reader: new ResponsesAnswerReader(streamed), passUnknown: passUnknown);
}
