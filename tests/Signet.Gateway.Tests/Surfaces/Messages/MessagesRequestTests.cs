using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Signet.Gateway.Surfaces.Messages;
using Signet.Policy.Content;

namespace Signet.Gateway.Tests.Surfaces.Messages;

public sealed class MessagesRequestTests
{
    private static readonly MessagesSurface Surface = new();

    [Theory]
    [InlineData("""{"role":"user","content":"hi"}""", "Text User 0 /messages/0/content hi")]
    [InlineData("""{"role":"system","content":"hi"}""", "Text System 0 /messages/0/content hi")]
    [InlineData("""{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral","ttl":"5m"}}]}""",
        "Text User 0 /messages/0/content/0/text hi|Unknown User 0 /messages/0/content/0/cache_control/ttl 5m")]
    [InlineData("""{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]}""",
        "Media User 0 /messages/0/content/0/source/data ")]
    [InlineData("""{"role":"user","content":[{"type":"image","source":{"type":"base64","media_type":"x","data":"not it"}}]}""",
        "Unknown User 0 /messages/0/content/0/source/media_type x|Unknown User 0 /messages/0/content/0/source/data not it")]
    [InlineData("""{"role":"user","content":[{"type":"document","source":{"type":"text","media_type":"text/plain","data":"AAAA"},"title":"t","context":"c","citations":{"enabled":true}}]}""",
        "Text User 0 /messages/0/content/0/source/data AAAA|Text User 0 /messages/0/content/0/title t|Text User 0 /messages/0/content/0/context c")]
    [InlineData("""{"role":"user","content":[{"type":"document","source":{"type":"content","content":[{"type":"text","text":"in"}]}}]}""",
        "Text User 0 /messages/0/content/0/source/content/0/text in")]
    [InlineData("""{"role":"user","content":[{"type":"document","source":{"type":"url","url":"https://a/b"}}]}""",
        "Unknown User 0 /messages/0/content/0/source/url https://a/b|Media User 0 /messages/0/content/0/source/url ")]
    [InlineData("""{"role":"user","content":[{"type":"image","source":{"type":"file","file_id":"file_1"}}]}""",
        "Unknown User 0 /messages/0/content/0/source/file_id file_1|Media User 0 /messages/0/content/0/source/file_id ")]
    [InlineData("""{"role":"user","content":[{"type":"container_upload","file_id":"file_1"}]}""",
        "Unknown User 0 /messages/0/content/0/file_id file_1|Media User 0 /messages/0/content/0/file_id ")]
    [InlineData("""{"role":"user","content":[{"type":"search_result","source":"https://a","title":"t","content":[{"type":"text","text":"found"}]}]}""",
        "Unknown User 0 /messages/0/content/0/source https://a|Text User 0 /messages/0/content/0/title t|Text User 0 /messages/0/content/0/content/0/text found")]
    [InlineData("""{"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"QUJD"},{"type":"redacted_thinking","data":"QUJD"},{"type":"thinking","thinking":"hm","signature":"no octets"}]}""",
        "Reasoning Assistant 0 /messages/0/content/0/thinking hm|Media Assistant 0 /messages/0/content/0/signature |Media Assistant 0 /messages/0/content/1/data |Reasoning Assistant 0 /messages/0/content/2/thinking hm|Unknown Assistant 0 /messages/0/content/2/signature no octets")]
    [InlineData("""{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{"type":"text","deep":["x"]}}]}""",
        "Unknown Assistant 0 /messages/0/content/0/id c1|Unknown Assistant 0 /messages/0/content/0/name f|ToolCall Assistant 0 /messages/0/content/0/input/type text|ToolCall Assistant 0 /messages/0/content/0/input/*1/~key deep|ToolCall Assistant 0 /messages/0/content/0/input/*1/0 x")]
    [InlineData("""{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"done","is_error":false}]}""",
        "Unknown Tool 0 /messages/0/content/0/tool_use_id c1|ToolResult Tool 0 /messages/0/content/0/content done")]
    [InlineData("""{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"done"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA=="}}]},{"type":"text","text":"and"}]}""",
        "Unknown Tool 0 /messages/0/content/0/tool_use_id c1|ToolResult Tool 0 /messages/0/content/0/content/0/text done|Media Tool 0 /messages/0/content/0/content/1/source/data |Text User 0 /messages/0/content/1/text and")]
    [InlineData("""{"role":"assistant","content":[{"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","url":"https://a","title":"t","encrypted_content":"QUJD","page_age":"1 day"}]}]}""",
        "Unknown Tool 0 /messages/0/content/0/tool_use_id s1|ToolResult Tool 0 /messages/0/content/0/content/0/url https://a|ToolResult Tool 0 /messages/0/content/0/content/0/title t|Media Tool 0 /messages/0/content/0/content/0/encrypted_content |ToolResult Tool 0 /messages/0/content/0/content/0/page_age 1 day")]
    [InlineData("""{"role":"assistant","content":[{"type":"code_execution_tool_result","tool_use_id":"s1","content":{"type":"code_execution_result","stdout":"out","stderr":"","return_code":0,"content":[{"type":"code_execution_output","file_id":"file_9"}]}}]}""",
        "Unknown Tool 0 /messages/0/content/0/tool_use_id s1|ToolResult Tool 0 /messages/0/content/0/content/stdout out|ToolResult Tool 0 /messages/0/content/0/content/stderr |Unknown Tool 0 /messages/0/content/0/content/content/0/file_id file_9|Media Tool 0 /messages/0/content/0/content/content/0/file_id ")]
    [InlineData("""{"role":"user","content":"hi","extra":{"hidden":"x"}}""",
        "Text User 0 /messages/0/content hi|Unknown User 0 /messages/0/*2/~key extra|Unknown User 0 /messages/0/*2/*0/~key hidden|Unknown User 0 /messages/0/*2/*0 x")]
    public void Message_EveryString_IsAnItemOfItsKind(string message, string items) =>
        Assert.Equal(["Unknown None 0 /model m", .. items.Split('|')], SurfaceRead.Items(Surface, $$"""{"model":"m","messages":[{{message}}]}"""));

    [Theory]
    [InlineData(""" "system":"be kind" """, "Text System 0 /system be kind")]
    [InlineData(""" "system":[{"type":"text","text":"be kind","cache_control":{"type":"ephemeral"}}] """, "Text System 0 /system/0/text be kind")]
    [InlineData(""" "tools":[{"name":"f","description":"d","input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}] """,
        "ToolDefinition None 0 /tools/0/name f|ToolDefinition None 0 /tools/0/description d|ToolDefinition None 0 /tools/0/input_schema/type object|ToolDefinition None 0 /tools/0/input_schema/*1/~key properties|ToolDefinition None 0 /tools/0/input_schema/*1/city/type string")]
    [InlineData(""" "tools":[{"type":"web_search_20250305","name":"web_search","allowed_domains":["a.b"]},{"type":"custom","name":"g"},{"type":"bash_20250124","name":"bash"}] """,
        "ToolDefinition None 0 /tools/0/name web_search|ToolDefinition None 0 /tools/0/allowed_domains/0 a.b|ToolDefinition None 0 /tools/1/name g|ToolDefinition None 0 /tools/2/name bash")]
    [InlineData(""" "tool_choice":{"type":"tool","name":"f"} """, "Unknown None 0 /tool_choice/name f")]
    [InlineData(""" "stop_sequences":["###"],"metadata":{"user_id":"u"},"service_tier":"auto" """, "Unknown None 0 /stop_sequences/0 ###|Unknown None 0 /metadata/user_id u")]
    [InlineData(""" "mcp_servers":[{"type":"url","url":"https://mcp","name":"n","authorization_token":"tok"}] """,
        "Unknown None 0 /mcp_servers/0/url https://mcp|Unknown None 0 /mcp_servers/0/name n|Unknown None 0 /mcp_servers/0/authorization_token tok")]
    [InlineData(""" "container":"cont_1" """, "Unknown None 0 /container cont_1|Media None 0 /container ")]
    [InlineData(""" "container":{"id":"cont_1","skills":[{"type":"anthropic","skill_id":"pptx","version":"latest"}]} """,
        "Unknown None 0 /container/id cont_1|Media None 0 /container/id |Unknown None 0 /container/skills/0/skill_id pptx|Media None 0 /container/skills/0/skill_id |Unknown None 0 /container/skills/0/version latest")]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}} """,
        "Unknown None 0 /output_config/format/schema/type object")]
    [InlineData(""" "secret":"x" """, "Unknown None 0 /*2/~key secret|Unknown None 0 /*2 x")]
    public void Body_EveryString_IsAnItemOfItsKind(string members, string items) =>
        Assert.Equal(["Unknown None 0 /model m", .. items.Split('|')], SurfaceRead.Items(Surface, $$"""{"model":"m","messages":[],{{members}}}"""));

    [Theory]
    [InlineData("""{"model":"m"}""", "messages_not_an_array")]
    [InlineData("""{"messages":[]}""", "model_not_a_string")]
    [InlineData("""{"model":"m","messages":[],"stream":"yes"}""", "stream_not_a_boolean")]
    [InlineData("""{"model":"m","messages":["x"]}""", "message_not_an_object")]
    [InlineData("""{"model":"m","messages":[{"role":"tool","content":"x"}]}""", "message_role_unknown")]
    [InlineData("""{"model":"m","messages":[{"role":"user"}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":["x"]}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"text":"x"}]}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":{"type":"text","text":"x"}}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"tool_result","content":{"text":"x"}}]}]}""", "tool_result_invalid")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","content":[{"type":"tool_use","input":{}}]}]}""", "tool_use_invalid")]
    [InlineData("""{"model":"m","messages":[],"system":5}""", "system_invalid")]
    [InlineData("""{"model":"m","messages":[],"tools":{}}""", "tools_invalid")]
    [InlineData("""{"model":"m","messages":[],"tools":["x"]}""", "tools_invalid")]
    public void Body_WrongShape_IsRefused(string body, string error) => Assert.Equal(error, SurfaceRead.Of(Surface, body).Error);

    [Theory]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"hologram","hidden":{"text":"x"}}]}] """, "hologram")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"smell","text":"x"}]}]}] """, "smell")]
    [InlineData(""" "messages":[{"role":"user","content":[{"type":"image","source":{"type":"s3","data":"x"}}]}] """, "s3")]
    [InlineData(""" "messages":[],"tools":[{"type":"web_search_2025","name":"x"}] """, "web_search_2025")]
    [InlineData(""" "messages":[],"tools":[{"type":"exec_20250305","name":"x"}] """, "exec_20250305")]
    [InlineData(""" "messages":[],"system":[{"type":"NOT A NAME","text":"x"}] """, "other")]
    public void Body_UnknownType_IsNamedAndItsStringsAreItems(string members, string name)
    {
        var (read, _) = SurfaceRead.Of(Surface, $$"""{"model":"m",{{members}}}""");

        Assert.Equal([name], read!.Unknowns);
        Assert.Contains(read.Items, item => item.Text == "x");
    }

    [Fact]
    public void Messages_Positions_AreIndexes() => Assert.Equal(
        [0, 0, 1],
        SurfaceRead.Of(Surface, """{"model":"m","messages":[{"role":"user","content":"a"},{"role":"assistant","content":"b"}]}""")
            .Read!.Items.Select(item => item.Index));

    [Theory]
    [InlineData("true", "")]
    [InlineData("false", "query_invalid")]
    public void Query_BetaOtherThanTrue_IsRefused(string value, string error)
    {
        var query = new QueryCollection(new Dictionary<string, StringValues> { ["beta"] = value });
        Signet.Gateway.Json.JsonTree.TryParse("""{"model":"m","messages":[]}"""u8, false, out var root);

        Surface.ReadRequest(root, query, out var found);

        Assert.Equal(error, found);
    }

    [Fact]
    public void CountTokens_IsReadLikeMessagesAndNeverStreamed()
    {
        const string Body = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

        Assert.Equal(SurfaceRead.Items(Surface, Body), SurfaceRead.Items(new CountTokensSurface(), Body));
        Assert.Equal("stream_not_supported", SurfaceRead.Of(new CountTokensSurface(), Body[..^1] + ",\"stream\":true}").Error);
        Assert.Contains(SurfaceRead.Of(Surface, Body).Read!.Items, item => item.Kind == ContentKind.Text);
    }
}
