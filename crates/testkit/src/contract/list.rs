//! The contract as a list, so that no store's tests can leave a part of it out.

/// Makes each function of the contract a test of its own.
///
/// `$scratch` is a type with `async fn open() -> Self`, which begins with an empty store, and `fn store(&self)`, which
/// lends it.
#[macro_export]
macro_rules! store_contract {
    ($scratch:ident) => {
        $crate::contract_tests! { $scratch;
            accounts:
                an_account_is_found_as_it_was_made,
                only_a_password_account_owns_its_address,
                of_many_at_once_one_gets_the_address,
                a_role_is_set,
                a_session_is_found_as_it_was_made,
                an_old_refresh_token_ends_its_session,
                a_session_past_its_end_or_unknown_does_not_rotate,
                of_two_rotations_at_once_one_is_a_reuse,
                revoked_sessions_are_listed_from_a_time_on;
            catalogue:
                a_seating_plan_is_read_as_it_was_made,
                venues_come_in_order_of_name,
                performers_come_in_order_of_name,
                an_event_is_made_with_its_inventory,
                an_event_that_is_refused_leaves_nothing_behind,
                events_come_in_pages_without_gaps,
                events_are_filtered,
                events_are_found_by_their_words;
            gateway_ledger:
                an_attempt_is_booked_once,
                only_an_open_charge_is_settled,
                an_unknown_charge_is_settled_as_told,
                an_attempt_and_its_voiding_at_once_end_voided,
                refunds_are_booked_once_and_never_exceed_the_charge,
                only_a_paid_charge_is_refunded,
                refunds_at_once_never_exceed_the_charge,
                a_webhook_is_tried_until_it_is_done,
                a_webhook_that_was_not_taken_is_put_off,
                a_webhook_is_taken_by_one_only;
            inventory:
                what_was_written_is_loaded_and_folds_from_the_journal,
                another_node_catches_up_from_the_journal,
                a_batch_of_nothing_leaves_nothing_behind,
                a_claimed_unit_is_never_claimed_again,
                a_batch_on_rows_that_are_not_there_is_refused,
                an_event_without_an_inventory_has_none,
                a_batch_is_known_by_its_id,
                the_journal_is_read_in_pages,
                versions_of_many_events_come_at_once,
                time_never_runs_back,
                events_with_due_holds_are_found,
                events_with_holds_are_found,
                places_are_counted_without_reading_who_has_them,
                holds_that_ended_long_ago_are_not_loaded,
                a_decision_that_panics_writes_nothing,
                callers_may_leave_at_any_moment,
                many_writers_take_turns;
            journals:
                what_is_told_again_says_the_same,
                journals_are_found_by_whose_they_are,
                a_reader_among_writers_misses_nothing,
                a_version_is_found_by_its_time;
            links:
                an_account_comes_with_its_link_and_mail_or_not_at_all,
                an_account_is_mailed_only_so_many_links,
                a_link_works_once_and_for_its_purpose_only,
                of_many_who_open_a_link_at_once_one_does,
                a_new_password_ends_sessions_and_links,
                an_operators_word_counts_as_a_first_proof,
                requests_for_a_new_password_are_kept_once_an_address,
                a_merge_goes_through_the_guests_of_its_address_and_survives,
                what_guests_hold_or_tried_to_pay_is_found,
                what_is_old_is_purged;
            mails:
                a_paid_order_brings_its_mail_which_stays_until_it_is_sent,
                a_mail_is_taken_by_one_only;
            orders:
                an_order_is_read_with_its_hold,
                a_buyer_sees_the_orders_that_came_through,
                a_ticket_is_valid_until_its_order_is_cancelled,
                a_buyers_tickets_come_in_pages_without_gaps,
                orders_past_their_deadline_are_found_oldest_first,
                an_overdue_order_is_taken_by_one_and_comes_again_later,
                an_event_with_many_overdue_orders_keeps_none_from_its_turn,
                orders_whose_charge_was_never_answered_are_found_too,
                a_refund_is_tried_until_it_is_done,
                a_refund_is_taken_by_one_only,
                a_store_without_orders_has_none;
            organizing:
                a_draft_is_kept_until_somebody_else_was_faster,
                publishing_ends_the_draft_and_begins_the_event,
                everybody_has_their_own_newest_first,
                events_are_found_by_what_is_said_of_them_now,
                every_order_comes_in_pages_without_gaps,
                money_and_orders_of_an_event_add_up,
                a_cancellation_is_wished_once_and_taken_by_one;
            relay:
                one_relay_has_the_lead,
                a_lead_that_is_not_kept_ends,
                only_the_leader_notes_what_was_told,
                a_book_that_is_set_back_is_looked_into_again;
            requests:
                a_request_is_answered_as_the_first_was,
                a_key_is_its_accounts_and_a_refusal_is_forgotten,
                a_request_that_came_to_no_end_is_taken_over_with_its_id,
                of_many_at_once_one_goes,
                old_requests_are_forgotten_in_bounded_steps;
            secrets:
                the_first_secret_of_a_name_stays,
                all_who_insert_at_once_get_the_same_secret;
            waiting_rooms:
                a_room_is_read_as_it_was_written,
                a_node_that_missed_commits_catches_up,
                a_room_batch_of_nothing_leaves_nothing_behind,
                numbers_of_many_writers_are_one_sequence,
                a_room_batch_is_known_by_its_id,
                places_are_found_by_account_and_by_number,
                rooms_that_are_due_are_found,
                a_rooms_history_comes_newest_first,
                what_is_past_is_forgotten,
                only_who_has_a_pass_may_hold_of_a_guarded_event,
                a_purchase_ends_the_pass,
                purchases_and_goodbyes_at_once_come_through;
        }
    };
}

/// [`store_contract!`](crate::store_contract)'s inner part.
#[macro_export]
macro_rules! contract_tests {
    ($scratch:ident; $($suite:ident: $($test:ident),+;)+) => {
        $(mod $suite {
            use super::$scratch;

            $(#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
            async fn $test() {
                let scratch = $scratch::open().await;
                $crate::contract::$suite::$test(scratch.store()).await;
            })+
        })+
    };
}
