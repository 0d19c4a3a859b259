export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  
  "public": {
          Tables: {
            [_ in never]: never
          }
          Views: {
            [_ in never]: never
          }
          Functions: {
            "account":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"amk_rotate":
{ Args: { "bundle": string,"expected_bundle_version": number,"expected_store_version": number,"slots": (string)[],"store": string }; Returns: Json
                           },
"block":
{ Args: { "blocked": boolean,"person": string }; Returns: Json
                           },
"blocks":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"commit":
{ Args: { "body": string,"boxes": string,"disclosures"?: string,"metadata"?: string,"sig": string }; Returns: Json
                           },
"conversation_close":
{ Args: { "closed": boolean,"conversation": string }; Returns: Json
                           },
"conversation_delete":
{ Args: { "conversation": string,"wanted": boolean }; Returns: Json
                           },
"conversations":
{ Args: { "before"?: string,"before_id"?: string,"max"?: number }; Returns: Json
                           },
"create_conversation":
{ Args: { "body": string,"boxes": string,"context"?: string,"kind": string,"metadata"?: string,"sig": string }; Returns: Json
                           },
"device_forget":
{ Args: { "device_id": string }; Returns: Json
                           },
"device_seen":
{ Args: { "device_id": string,"label": string,"remembered": boolean }; Returns: Json
                           },
"devices":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"event_hashes":
{ Args: { "after": number,"conversation": string,"max"?: number }; Returns: Json
                           },
"events":
{ Args: { "after": number,"conversation": string,"max"?: number }; Returns: Json
                           },
"find_person":
{ Args: { "handle": string }; Returns: Json
                           },
"forget":
{ Args: { "conversation": string }; Returns: Json
                           },
"health":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"history":
{ Args: { "before": number,"conversation": string,"max"?: number }; Returns: Json
                           },
"host_change_context":
{ Args: { "change": Json,"context": string,"key_hash": string }; Returns: Json
                           },
"host_create_context":
{ Args: { "external_id": string,"key_hash": string,"kind": string,"parties": Json,"title"?: string }; Returns: Json
                           },
"host_create_platform":
{ Args: { "key_hash": string,"name": string }; Returns: Json
                           },
"host_end_context":
{ Args: { "context": string,"key_hash": string }; Returns: Json
                           },
"identity_rotate":
{ Args: { "bundle": string,"expected_bundle_version": number,"statement": string }; Returns: Json
                           },
"invite_look":
{ Args: { "invite": string,"token": string }; Returns: Json
                           },
"invite_put":
{ Args: { "conversation": string,"expires_at": string,"invite": string,"token_hash": string,"uses": number }; Returns: Json
                           },
"invite_revoke":
{ Args: { "invite": string }; Returns: Json
                           },
"invites":
{ Args: { "conversation": string }; Returns: Json
                           },
"join_decline":
{ Args: { "conversation": string,"person": string }; Returns: Json
                           },
"join_request":
{ Args: { "invite": string,"proof": string,"token": string }; Returns: Json
                           },
"join_requests":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"join_withdraw":
{ Args: { "conversation": string }; Returns: Json
                           },
"leave":
{ Args: { "ct": string,"hdr": string,"sig": string }; Returns: Json
                           },
"online":
{ Args: { "person": string }; Returns: Json
                           },
"online_count":
{ Args: { "conversation"?: string }; Returns: Json
                           },
"people":
{ Args: { "ids": (string)[] }; Returns: Json
                           },
"pointer_put":
{ Args: { "pointer": string }; Returns: Json
                           },
"presence_hide":
{ Args: { "hidden": boolean }; Returns: Json
                           },
"presence_of":
{ Args: { "ids": (string)[] }; Returns: Json
                           },
"present":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"profile_automated":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"profile_put":
{ Args: { "display_name": string }; Returns: Json
                           },
"register_account":
{ Args: { "bundle": string,"display_name": string,"handle": string,"slots": (string)[],"statement": string,"store": string }; Returns: Json
                           },
"request_answer":
{ Args: { "accept": boolean,"conversation": string }; Returns: Json
                           },
"require_rotation":
{ Args: { "conversation": string }; Returns: Json
                           },
"room_create":
{ Args: { "about"?: string,"capacity"?: number,"listed"?: boolean,"title": string }; Returns: Json
                           },
"room_erase":
{ Args: { "conversation": string,"seq": number }; Returns: Json
                           },
"room_events":
{ Args: { "after": number,"conversation": string,"max"?: number }; Returns: Json
                           },
"room_find":
{ Args: { "after"?: string,"after_id"?: string,"max"?: number,"query"?: string }; Returns: Json
                           },
"room_history":
{ Args: { "before": number,"conversation": string,"max"?: number }; Returns: Json
                           },
"room_join":
{ Args: { "conversation": string }; Returns: Json
                           },
"room_leave":
{ Args: { "conversation": string }; Returns: Json
                           },
"room_look":
{ Args: { "conversation": string }; Returns: Json
                           },
"room_members":
{ Args: { "after"?: string,"banned"?: boolean,"conversation": string,"max"?: number }; Returns: Json
                           },
"room_post":
{ Args: { "body": Json,"conversation": string,"msg_id": string }; Returns: Json
                           },
"room_purge":
{ Args: { "before": string,"conversation": string }; Returns: Json
                           },
"room_purges":
{ Args: { "conversation": string }; Returns: Json
                           },
"room_read":
{ Args: { "conversation": string,"seq": number }; Returns: Json
                           },
"room_remove":
{ Args: { "ban"?: boolean,"conversation": string,"person": string }; Returns: Json
                           },
"room_search":
{ Args: { "before"?: string,"before_id"?: string,"conversation"?: string,"max"?: number,"query": string }; Returns: Json
                           },
"room_set_role":
{ Args: { "conversation": string,"person": string,"role": number }; Returns: Json
                           },
"room_settings":
{ Args: { "about"?: string,"capacity"?: number,"conversation": string,"listed"?: boolean,"retention_days"?: number,"slow_seconds"?: number,"title"?: string }; Returns: Json
                           },
"room_silence":
{ Args: { "conversation": string,"person": string,"until": string }; Returns: Json
                           },
"room_start":
{ Args: { "conversation": string,"max"?: number }; Returns: Json
                           },
"schedule":
{ Args: { "at": string,"ct": string,"expected_version": number,"hdr": string,"sig": string }; Returns: Json
                           },
"scheduled":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"send":
{ Args: { "ct": string,"hdr": string,"sig": string }; Returns: Json
                           },
"session_alive":
{ Args: Record<PropertyKey, never>; Returns: boolean
                           },
"session_end":
{ Args: { "id": string }; Returns: Json
                           },
"sessions":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"sessions_end_others":
{ Args: Record<PropertyKey, never>; Returns: Json
                           },
"slot_delete":
{ Args: { "slot_id": string }; Returns: Json
                           },
"slot_put":
{ Args: { "body": string }; Returns: Json
                           },
"start":
{ Args: { "conversation": string,"max"?: number }; Returns: Json
                           },
"start_over":
{ Args: { "bundle": string,"expected_bundle_version": number,"expected_store_version": number,"slots": (string)[],"statement": string,"store": string }; Returns: Json
                           },
"status_put":
{ Args: { "status"?: string,"until"?: string }; Returns: Json
                           },
"store_history":
{ Args: { "before": number }; Returns: Json
                           },
"store_put":
{ Args: { "body": string,"expected_version": number }; Returns: Json
                           },
"store_since":
{ Args: { "known": number }; Returns: Json
                           },
"sync":
{ Args: { "cursors": Json,"max"?: number }; Returns: Json
                           },
"tombstone":
{ Args: { "conversation": string,"seqs": (number)[] }; Returns: Json
                           },
"unschedule":
{ Args: { "message": string }; Returns: Json
                           }
          }
          Enums: {
            [_ in never]: never
          }
          CompositeTypes: {
            [_ in never]: never
          }
        }
}

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, "public">]

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Views"])[TableName] extends {
      Row: infer R
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema["Tables"] & DefaultSchema["Views"])
  ? (DefaultSchema["Tables"] & DefaultSchema["Views"])[DefaultSchemaTableNameOrOptions] extends {
      Row: infer R
    }
    ? R
    : never
  : never

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Insert: infer I
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Insert: infer I
    }
    ? I
    : never
  : never

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema["Tables"]
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"]
    : never = never
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions["schema"]]["Tables"][TableName] extends {
      Update: infer U
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema["Tables"]
  ? DefaultSchema["Tables"][DefaultSchemaTableNameOrOptions] extends {
      Update: infer U
    }
    ? U
    : never
  : never

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema["Enums"]
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"]
    : never = never
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions["schema"]]["Enums"][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema["Enums"]
  ? DefaultSchema["Enums"][DefaultSchemaEnumNameOrOptions]
  : never

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema["CompositeTypes"]
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"]
    : never = never
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions["schema"]]["CompositeTypes"][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema["CompositeTypes"]
  ? DefaultSchema["CompositeTypes"][PublicCompositeTypeNameOrOptions]
  : never

export const Constants = {
  "public": {
          Enums: {
            
          }
        }
} as const
